using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>OpenAI's moderation endpoint.</summary>
public sealed record ModerationOptions
{
    /// <summary>The name of a ProviderCredential of openai or openAiCompatible.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string Credential { get; init; }

    /// <summary>The credential's namespace, where it is shared with this one. Defaults to this namespace.</summary>
    [Schema(MinLength = 1, MaxLength = 63, Pattern = Patterns.NamespaceName)]
    public string? Namespace { get; init; }

    /// <summary>The model. Defaults to omni-moderation-latest.</summary>
    [Schema(MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelName)]
    public string? Model { get; init; }

    /// <summary>The categories that count, as self-harm/intent. Defaults to all.</summary>
    [Schema(MinItems = 1, MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 64, Pattern = Patterns.VisibleAscii)]
    public ImmutableArray<string>? Categories { get; init; }

    /// <summary>The score in percent from which on a category counts. Defaults to the endpoint's own verdict.</summary>
    [Schema(Minimum = 1, Maximum = 100)]
    public int? ThresholdPercent { get; init; }

    /// <summary>How long a verdict is waited for, from 1ms to 60s. Defaults to 2s.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Timeout { get; init; }

    /// <summary>Before judges a request before it goes to the provider; Beside at the same time, and holds the answer back until the verdict is there. Defaults to Before.</summary>
    public CallTiming? Timing { get; init; }
}
