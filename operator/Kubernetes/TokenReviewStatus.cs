using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The API server's answer about a token.</summary>
public sealed record TokenReviewStatus
{
    public bool Authenticated { get; init; }

    public TokenReviewUser? User { get; init; }

    public ImmutableArray<string> Audiences { get => field.IsDefault ? [] : field; init; }

    public string? Error { get; init; }
}
