namespace AiGateway.Operator.Resources.Tokens;

/// <summary>
/// Which exchange a token comes from: whose, by which state of the Secret, and with which parameters. Another Secret or another parameter is another token. It
/// holds nothing secret.
/// </summary>
internal sealed record TokenKey
{
    /// <summary>The kind of the object that the token is for.</summary>
    public required string Kind { get; init; }

    /// <summary>That object as <c>namespace/name</c>.</summary>
    public required string Credential { get; init; }

    public required string SecretUid { get; init; }

    public required string SecretResourceVersion { get; init; }

    /// <summary>The token endpoint.</summary>
    public required string Url { get; init; }

    /// <summary>What is asked for there, in one line.</summary>
    public required string Parameters { get; init; }
}
