using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>One key of a Secret in the same namespace.</summary>
public sealed record SecretKeyRef
{
    /// <summary>The key that is read where none is named.</summary>
    internal const string DefaultKey = "apiKey";

    /// <summary>The Secret's name.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string Name { get; init; }

    /// <summary>
    /// The key in the Secret's data. Defaults to apiKey, for a service account to serviceAccount, for an application to clientSecret. Its value is ASCII text of
    /// at most 8 KiB in one line, one newline at its end left out; a service account's is its key file of at most 64 KiB.
    /// </summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.SecretKey)]
    public string? Key { get; init; }
}
