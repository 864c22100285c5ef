namespace AiGateway.Contracts;

/// <summary>The values of <see cref="Nack.Reason"/>.</summary>
public static class NackReasons
{
    /// <summary>The bundle's protocol number is above the sidecar's.</summary>
    public const string ProtocolTooNew = "ProtocolTooNew";

    /// <summary>The replica has seen less than the one that the bundle in force came from.</summary>
    public const string StaleSources = "StaleSources";

    /// <summary>The rules could not be read or built, or do not match the revision.</summary>
    public const string Invalid = "Invalid";
}
