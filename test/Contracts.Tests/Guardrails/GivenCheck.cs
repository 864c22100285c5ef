using AiGateway.Contracts.Guardrails;

namespace AiGateway.Contracts.Tests.Guardrails;

/// <summary>A check of each type that asks for nothing beyond what the type can do.</summary>
internal static class GivenCheck
{
    private static readonly RouteRule s_judges = new() { Route = "shop/judges", Models = ["judge"], Targets = [] };

    public static CheckRule Of(string type, params GuardPlace[] on) => new()
    {
        Type = type,
        On = [.. on],
        Action = GuardAction.Deny,
        Pii = type == CheckTypes.Pii ? new() { Types = [PiiType.Email] } : null,
        Words = type == CheckTypes.Words ? new() { Words = ["word"] } : null,
        Pattern = type == CheckTypes.Pattern ? new() { Pattern = "a+" } : null,
        Length = type == CheckTypes.Length ? new() { MaxCharacters = 9 } : null,
        JsonSchema = type == CheckTypes.JsonSchema ? new() { Schema = "{}" } : null,
        Language = type == CheckTypes.Language ? new() { Deny = ["sql"] } : null,
        Links = type == CheckTypes.Links ? new() { Allow = ["example.com"] } : null,
        Injection = type == CheckTypes.Injection ? new() { InsertCanary = on.Any(place => place is GuardPlace.Output or GuardPlace.ToolArguments) } : null,
        Webhook = type == CheckTypes.Webhook ? new() { Account = Given.Rules().Providers[0] } : null,
        OpenAiModeration = type == CheckTypes.OpenAiModeration ? new() { Provider = "shop/openai" } : null,
        BedrockGuardrail = type == CheckTypes.BedrockGuardrail ? new() { Provider = "shop/bedrock", GuardrailId = "g", Version = "1" } : null,
        LlmJudge = type == CheckTypes.LlmJudge ? new() { Route = s_judges, Model = "judge", Prompt = "Is it kind?" } : null,
        Groundedness = type == CheckTypes.Groundedness ? new() { Route = s_judges, Model = "judge" } : null,
    };
}
