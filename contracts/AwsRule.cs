namespace AiGateway.Contracts;

/// <summary>What AWS Signature Version 4 needs beside the secret access key, which is <see cref="ProviderRef.Key"/>.</summary>
public sealed record AwsRule
{
    /// <summary>The region that is signed for, as <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The access key's id.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The token of temporary credentials; null for a user's own.</summary>
    public SecretText? SessionToken { get; init; }
}
