using AiGateway.Contracts;

namespace AiGateway.Operator.Resources.Tokens;

/// <summary>AWS STS AssumeRole, signed with a user's keys.</summary>
internal sealed record RoleRequest
{
    public required string Region { get; init; }

    public required string RoleArn { get; init; }

    public string? ExternalId { get; init; }

    public required string SessionName { get; init; }

    public required string AccessKeyId { get; init; }

    public required SecretText SecretAccessKey { get; init; }

    public SecretText? SessionToken { get; init; }
}
