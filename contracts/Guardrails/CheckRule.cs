using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>
/// One check of a guardrail: a union by <see cref="Type"/>, whose settings stand in the member of the same name. Each check sees each text as it came, whatever the checks before it
/// mask; a denial by any of them is one.
/// </summary>
public sealed record CheckRule
{
    /// <summary>A constant of <see cref="CheckTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Which texts it looks at; at least one.</summary>
    public required ImmutableArray<GuardPlace> On { get; init; }

    /// <summary>What happens where it finds something.</summary>
    public required GuardAction Action { get; init; }

    /// <summary>What happens where it cannot be made; only a check by a call can fail.</summary>
    public FailureAction OnFailure { get; init; }

    /// <summary>Whether its action is carried out.</summary>
    public CheckMode Mode { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Secrets"/>.</summary>
    public SecretsSettings? Secrets { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Pii"/>.</summary>
    public PiiSettings? Pii { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Words"/>.</summary>
    public WordsSettings? Words { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Pattern"/>.</summary>
    public PatternSettings? Pattern { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Length"/>.</summary>
    public LengthSettings? Length { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.JsonSchema"/>.</summary>
    public JsonSchemaSettings? JsonSchema { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Language"/>.</summary>
    public LanguageSettings? Language { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Links"/>.</summary>
    public LinksSettings? Links { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Invisible"/>.</summary>
    public InvisibleSettings? Invisible { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Encoded"/>.</summary>
    public EncodedSettings? Encoded { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Injection"/>.</summary>
    public InjectionSettings? Injection { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Loop"/>.</summary>
    public LoopSettings? Loop { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Webhook"/>.</summary>
    public WebhookSettings? Webhook { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.OpenAiModeration"/>.</summary>
    public ModerationSettings? OpenAiModeration { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.BedrockGuardrail"/>.</summary>
    public BedrockGuardrailSettings? BedrockGuardrail { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.LlmJudge"/>.</summary>
    public JudgeSettings? LlmJudge { get; init; }

    /// <summary>Settings of <see cref="CheckTypes.Groundedness"/>.</summary>
    public GroundednessSettings? Groundedness { get; init; }
}
