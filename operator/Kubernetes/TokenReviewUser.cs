using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Whom a token speaks for.</summary>
public sealed record TokenReviewUser
{
    public string? Username { get; init; }

    public ImmutableDictionary<string, ImmutableArray<string>> Extra
    {
        get => field ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        init;
    }
}
