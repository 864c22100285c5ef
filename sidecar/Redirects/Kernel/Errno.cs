namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>The errors of errno(3) that are told apart here; Linux has these numbers on every architecture that .NET runs on.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int ProtocolNotSupported = 93;
    public const int OperationNotSupported = 95;
    public const int FamilyNotSupported = 97;

    /// <summary>As <c>EPERM</c>; <c>error 42</c> for one that has no name here.</summary>
    public static string Name(int number) => number switch
    {
        NotPermitted => "EPERM",
        NoEntry => "ENOENT",
        TryAgain => "EAGAIN",
        AccessDenied => "EACCES",
        ProtocolNotSupported => "EPROTONOSUPPORT",
        OperationNotSupported => "EOPNOTSUPP",
        FamilyNotSupported => "EAFNOSUPPORT",
        _ => $"error {number}",
    };

    /// <summary>The kernel would not let this process do it, whatever was asked.</summary>
    public static bool IsRefusal(int number) => number is NotPermitted or AccessDenied;

    /// <summary>The kernel has not got what was asked for.</summary>
    public static bool IsMissing(int number) => number is NoEntry or ProtocolNotSupported or OperationNotSupported or FamilyNotSupported;
}
