using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>An AWS role, assumed by the operator at AWS STS.</summary>
public sealed record AssumeRole
{
    /// <summary>The name of sessions where none is said; AWS shows it in its own records.</summary>
    internal const string DefaultSessionName = "aigateway";

    /// <summary>The role, as arn:aws:iam::123456789012:role/models.</summary>
    [Schema(MinLength = 20, MaxLength = 2048, Pattern = Patterns.RoleArn)]
    public required string RoleArn { get; init; }

    /// <summary>What the role's trust policy asks for as sts:ExternalId.</summary>
    [Schema(MinLength = 2, MaxLength = 1224, Pattern = Patterns.ExternalId)]
    public string? ExternalId { get; init; }

    /// <summary>The session's name in AWS' own records. Defaults to aigateway.</summary>
    [Schema(MinLength = 2, MaxLength = 64, Pattern = Patterns.SessionName)]
    public string? SessionName { get; init; }

    /// <summary>Where STS is. Defaults to https://sts.REGION.amazonaws.com. The Secret's annotation aigateway.dev/allowed-hosts must name its host.</summary>
    [Schema(MinLength = 8, MaxLength = 2048, Pattern = Patterns.BaseUrl)]
    public string? TokenUrl { get; init; }
}
