using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The token and the audiences that it must be for. It prints without the token.</summary>
public sealed record TokenReviewSpec
{
    public string? Token { get; init; }

    public ImmutableArray<string> Audiences { get => field.IsDefault ? [] : field; init; }

    public override string ToString() => "TokenReviewSpec";
}
