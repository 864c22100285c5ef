using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>OpenAI's moderation.</summary>
public sealed record ModerationSettings
{
    /// <summary>The account: a <see cref="ProviderRef.Provider"/> of the bundle.</summary>
    public required string Provider { get; init; }

    /// <summary>Null for <c>omni-moderation-latest</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Null for all.</summary>
    public ImmutableArray<string>? Categories { get; init; }

    /// <summary>The score in percent from which on a category counts; null for the endpoint's own verdict.</summary>
    public int? ThresholdPercent { get; init; }

    /// <summary>Null for 2000.</summary>
    public int? TimeoutMilliseconds { get; init; }

    /// <summary>Null for Before.</summary>
    public CallTiming? Timing { get; init; }
}
