using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Compile.Routes;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>The user's words for a check -> the contract's. What it refers to is put in later, by <see cref="CheckAssembly"/>.</summary>
internal static class CheckDrafts
{
    private static readonly RouteRule s_noRoute = new() { Route = "", Models = [], Targets = [] };

    private static readonly ProviderRef s_noAccount = new()
    {
        Provider = "", Kind = "", Dialect = "", BaseUrl = "", AllowedHosts = [], KeyHeader = "", KeyPrefix = "", Key = new(""),
    };

    public static CheckRule Of(Check check) => new()
    {
        Type = check.Type,
        On = check.Places,
        Action = check.Action,
        OnFailure = check.OnFailure ?? FailureAction.Deny,
        Mode = check.Mode,
        Secrets = check.Secrets is { } secrets ? new() { Except = secrets.Except } : null,
        Pii = check.Pii is { } pii ? new() { Types = pii.Types, Mask = pii.Mask ?? MaskForm.Label } : null,
        Words = check.Words is { } words ? new() { Words = words.Words, CaseSensitive = words.CaseSensitive, PartOfWord = words.PartOfWord } : null,
        Pattern = check.Pattern is { } pattern ? new() { Pattern = pattern.Pattern, IgnoreCase = pattern.IgnoreCase, Label = pattern.Label } : null,
        Length = check.Length is { } length ? new() { MinCharacters = length.MinCharacters, MaxCharacters = length.MaxCharacters } : null,
        JsonSchema = check.JsonSchema is { } schema ? new() { Schema = schema.Schema } : null,
        Language = check.Language is { } language ? new() { Allow = language.Allow, Deny = language.Deny, Unlabelled = language.Unlabelled } : null,
        Links = check.Links is { } links ? new() { Allow = links.Allow, ImagesOnly = links.ImagesOnly } : null,
        Invisible = check.Invisible is { } invisible ? new() { Kinds = invisible.Kinds } : null,
        Encoded = check.Encoded is { } encoded ? new() { Forms = encoded.Forms, Depth = encoded.Depth } : null,
        Injection = check.Injection is { } injection ? new() { Threshold = injection.Threshold, Canaries = injection.Canaries, InsertCanary = injection.InsertCanary } : null,
        Loop = check.Loop is { } loop ? Of(loop) : null,
        Webhook = check.Webhook is { } webhook
            ? new() { Account = s_noAccount, TimeoutMilliseconds = RouteTimes.Read(webhook.Timeout), MaxBytes = webhook.MaxBytes, Timing = webhook.Timing }
            : null,
        OpenAiModeration = check.OpenAiModeration is { } moderation ? Of(moderation) : null,
        BedrockGuardrail = check.BedrockGuardrail is { } bedrock ? Of(bedrock) : null,
        LlmJudge = check.LlmJudge is { } judge
            ? new() { Route = s_noRoute, Model = "", Prompt = judge.Prompt, TimeoutMilliseconds = RouteTimes.Read(judge.Timeout), Timing = judge.Timing }
            : null,
        Groundedness = check.Groundedness is { } grounds
            ? new() { Route = s_noRoute, Model = "", ThresholdPercent = grounds.ThresholdPercent, TimeoutMilliseconds = RouteTimes.Read(grounds.Timeout) }
            : null,
    };

    private static LoopSettings Of(LoopOptions loop) => new()
    {
        WarnAfter = loop.WarnAfter, StopAfter = loop.StopAfter, WindowSeconds = RouteTimes.Read(loop.Window) / 1000, Exempt = loop.Exempt,
    };

    private static ModerationSettings Of(ModerationOptions moderation) => new()
    {
        Provider = "",
        Model = moderation.Model,
        Categories = moderation.Categories,
        ThresholdPercent = moderation.ThresholdPercent,
        TimeoutMilliseconds = RouteTimes.Read(moderation.Timeout),
        Timing = moderation.Timing,
    };

    private static BedrockGuardrailSettings Of(BedrockGuardrailOptions bedrock) => new()
    {
        Provider = "", GuardrailId = bedrock.GuardrailId, Version = bedrock.Version, TimeoutMilliseconds = RouteTimes.Read(bedrock.Timeout), Timing = bedrock.Timing,
    };
}
