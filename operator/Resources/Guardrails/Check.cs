using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>One check; its settings stand in the member that its type names.</summary>
[CelRule(CheckCel.OnePlaces, RuleMessages.OnePlaces)]
[CelRule(CheckCel.Settings, CheckMessages.Settings)]
[CelRule(CheckCel.LoopPlaces, CheckMessages.LoopPlaces)]
[CelRule(CheckCel.SchemaPlaces, CheckMessages.SchemaPlaces)]
[CelRule(CheckCel.InjectionPlaces, CheckMessages.InjectionPlaces)]
[CelRule(CheckCel.GroundednessPlaces, CheckMessages.GroundednessPlaces)]
[CelRule(CheckCel.Mask, CheckMessages.CannotMask)]
[CelRule(CheckCel.Failure, CheckMessages.FailureUnused)]
[CelRule(CheckCel.MaskForm, CheckMessages.MaskUnused)]
[CelRule(CheckCel.Reversible, CheckMessages.ReversibleOutput)]
[CelRule(CheckCel.LeastLength, CheckMessages.LengthPlaces)]
[CelRule(CheckCel.CanaryPlaces, CheckMessages.CanaryPlaces)]
[CelRule(CheckCel.CanaryMissing, CheckMessages.CanaryMissing)]
[CelRule(CheckCel.Threshold, CheckMessages.ThresholdUnused)]
[CelRule(CheckCel.Timing, CheckMessages.TimingUnused)]
public sealed record Check
{
    /// <summary>What is looked for. docs/guardrails.md has a section on each.</summary>
    [Schema(Values =
    [
        CheckTypes.Secrets, CheckTypes.Pii, CheckTypes.Words, CheckTypes.Pattern, CheckTypes.Length, CheckTypes.JsonSchema, CheckTypes.Language, CheckTypes.Links, CheckTypes.Invisible,
        CheckTypes.Encoded, CheckTypes.Injection, CheckTypes.Loop, CheckTypes.Webhook, CheckTypes.OpenAiModeration, CheckTypes.BedrockGuardrail, CheckTypes.LlmJudge, CheckTypes.Groundedness,
    ])]
    public required string Type { get; init; }

    /// <summary>
    /// Which texts are looked at: input is what is asked, with history and documents; output what a model answers; systemPrompt the instructions of a request; toolArguments, toolResult and
    /// toolDefinition what stands in requests and answers and what passes to and from tool servers.
    /// </summary>
    [Schema(MinItems = 1, MaxItems = 6, ListType = "set")]
    public ImmutableArray<GuardPlace>? On { get; init; }

    /// <summary>What becomes of on where it stands without quotes, which YAML 1.1, as Kubernetes reads it, takes for a truth value: the same as on. Never written on purpose.</summary>
    [Schema(MinItems = 1, MaxItems = 6, ListType = "set")]
    public ImmutableArray<GuardPlace>? True { get; init; }

    /// <summary>What happens where something is found: Deny refuses the call or ends its stream, Mask replaces what was found, Flag lets it pass and records it.</summary>
    public required GuardAction Action { get; init; }

    /// <summary>What happens where a check that asks somebody else cannot be made: Deny refuses the call, Allow lets it pass and records the failure. Defaults to Deny.</summary>
    public FailureAction? OnFailure { get; init; }

    /// <summary>Enforce carries the action out; Shadow records what it would have been, and the text passes as it is.</summary>
    public CheckMode Mode { get; init; }

    /// <summary>Settings of secrets.</summary>
    public SecretsOptions? Secrets { get; init; }

    /// <summary>Settings of pii.</summary>
    public PiiOptions? Pii { get; init; }

    /// <summary>Settings of words.</summary>
    public WordsOptions? Words { get; init; }

    /// <summary>Settings of pattern.</summary>
    public PatternOptions? Pattern { get; init; }

    /// <summary>Settings of length.</summary>
    public LengthOptions? Length { get; init; }

    /// <summary>Settings of jsonSchema.</summary>
    public JsonSchemaOptions? JsonSchema { get; init; }

    /// <summary>Settings of language.</summary>
    public LanguageOptions? Language { get; init; }

    /// <summary>Settings of links.</summary>
    public LinksOptions? Links { get; init; }

    /// <summary>Settings of invisible.</summary>
    public InvisibleOptions? Invisible { get; init; }

    /// <summary>Settings of encoded.</summary>
    public EncodedOptions? Encoded { get; init; }

    /// <summary>Settings of injection.</summary>
    public InjectionOptions? Injection { get; init; }

    /// <summary>Settings of loop.</summary>
    public LoopOptions? Loop { get; init; }

    /// <summary>Settings of webhook.</summary>
    public WebhookOptions? Webhook { get; init; }

    /// <summary>Settings of openAiModeration.</summary>
    public ModerationOptions? OpenAiModeration { get; init; }

    /// <summary>Settings of bedrockGuardrail.</summary>
    public BedrockGuardrailOptions? BedrockGuardrail { get; init; }

    /// <summary>Settings of llmJudge.</summary>
    public JudgeOptions? LlmJudge { get; init; }

    /// <summary>Settings of groundedness.</summary>
    public GroundednessOptions? Groundedness { get; init; }

    /// <summary>Which texts are looked at, in quotes or not.</summary>
    internal ImmutableArray<GuardPlace> Places => On ?? True ?? [];
}
