namespace AiGateway.Operator.Compile.Providers;

/// <summary>One key of a Secret's data that a credential reads.</summary>
internal sealed record SecretPart
{
    public required string Key { get; init; }

    /// <summary>A key file instead of a key in one line.</summary>
    public bool IsFile { get; init; }

    /// <summary>Certificates or a key in PEM instead of a key in one line.</summary>
    public bool IsPem { get; init; }

    public bool IsOptional { get; init; }

    /// <summary>Whether the user can name another key.</summary>
    public bool IsNamed { get; init; }

    public static SecretPart Line(string key) => new() { Key = key };

    public static SecretPart Pem(string key) => new() { Key = key, IsPem = true };

    public static SecretPart File(string key) => new() { Key = key, IsFile = true };
}
