using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Checks that ask somebody else, and what they are asked about.</summary>
internal static class GivenCalled
{
    public static CheckRule Webhook(Func<WebhookSettings, WebhookSettings>? vary = null)
    {
        var settings = new WebhookSettings { Account = GivenBundle.Provider() };
        return Rule(CheckTypes.Webhook) with { Webhook = vary?.Invoke(settings) ?? settings };
    }

    public static CheckRule Moderation(Func<ModerationSettings, ModerationSettings>? vary = null)
    {
        var settings = new ModerationSettings { Provider = "shop/main" };
        return Rule(CheckTypes.OpenAiModeration) with { OpenAiModeration = vary?.Invoke(settings) ?? settings };
    }

    public static CheckRule Bedrock() =>
        Rule(CheckTypes.BedrockGuardrail) with { BedrockGuardrail = new() { Provider = "shop/main", GuardrailId = "gr1", Version = "DRAFT" } };

    public static CheckRule Judge(CallTiming? timing = null) =>
        Rule(CheckTypes.LlmJudge) with { LlmJudge = new() { Route = GivenBundle.Route(), Model = "judge", Prompt = "Nothing about snakes.", Timing = timing } };

    public static CheckRule Grounds(int? threshold = null) =>
        Rule(CheckTypes.Groundedness) with { On = [GuardPlace.Output], Groundedness = new() { Route = GivenBundle.Route(), Model = "judge", ThresholdPercent = threshold } };

    /// <summary>A check of every place.</summary>
    public static CalledCheck Check(CheckRule rule, GuardCallee? callee, int index = 0) => new(
        new()
        {
            Guardrail = "shop/outside",
            Index = index,
            Type = rule.Type,
            On = rule.On,
            Action = rule.Action,
            OnFailure = rule.OnFailure,
            IsShadow = rule.Mode == CheckMode.Shadow,
        },
        rule)
    { Callee = callee };

    public static GuardCallee Account(Uri url, Func<Provider, Provider>? vary = null)
    {
        var provider = Given.Target(url).Provider;
        return new() { Agent = Given.Agent, Account = vary?.Invoke(provider) ?? provider };
    }

    public static GuardCallee Judges(params Target[] targets) => new() { Agent = Given.Agent, Judges = Given.Route(["judge"], targets) };

    public static Plan Plan(params CalledCheck[] checks) => GivenRouting.Plan(Guarded(Given.Route(["fast"], GivenRouting.Target("a")), checks));

    /// <summary>The route with these checks.</summary>
    public static ModelRoute Guarded(ModelRoute route, params CalledCheck[] checks) => Guarded(route, [], checks);

    /// <summary>The route with checks of both kinds.</summary>
    public static ModelRoute Guarded(ModelRoute route, TextCheck[] texts, params CalledCheck[] checks) =>
        new() { Name = route.Name, Models = route.Models, Targets = route.Targets, Guards = new([.. texts], [.. checks]) };

    public static Judged Judged(Plan plan, params JudgedText[] texts) => new() { Plan = plan, Texts = texts.Length == 0 ? [new(GuardPlace.Input, "hello")] : [.. texts] };

    public static CalledChecks Checks(TimeProvider? clock = null, GuardCallMeters? meters = null)
    {
        var time = clock ?? TimeProvider.System;
        return new(new AttemptPlanners(new(time), new(new Random(7)), time), Chunks.Pool(), meters ?? new());
    }

    private static CheckRule Rule(string type) => new() { Type = type, On = [.. Enum.GetValues<GuardPlace>()], Action = GuardAction.Deny };
}
