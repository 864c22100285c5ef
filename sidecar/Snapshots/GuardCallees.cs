using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Makes the callees of one snapshot: one a check, however many routes it guards. The rules have been checked by <see cref="CalleeCheck"/> before.</summary>
internal sealed class GuardCallees(
    AgentIdentity agent, IReadOnlyDictionary<string, Provider> providers, Func<WebhookSettings, Provider> buildWebhook, Func<RouteRule, ModelRoute> buildRoute)
{
    private readonly Dictionary<CheckRule, Callee> _made = new(ReferenceEqualityComparer.Instance);

    /// <summary>The callee of a check by a call; null for any other.</summary>
    public Callee? Of(CheckRule rule)
    {
        if (_made.TryGetValue(rule, out var known)) return known;
        if (Make(rule) is not { } made) return null;
        _made.Add(rule, made);
        return made;
    }

    private GuardCallee? Make(CheckRule rule) => rule switch
    {
        { Type: CheckTypes.Webhook, Webhook: { } webhook } => new() { Agent = agent, Account = buildWebhook(webhook) },
        { Type: CheckTypes.OpenAiModeration, OpenAiModeration: { } moderation } => new() { Agent = agent, Account = providers[moderation.Provider] },
        { Type: CheckTypes.BedrockGuardrail, BedrockGuardrail: { } guardrail } => new() { Agent = agent, Account = providers[guardrail.Provider] },
        { Type: CheckTypes.LlmJudge, LlmJudge: { } judge } => new() { Agent = agent, Judges = WayTo(judge.Route) },
        { Type: CheckTypes.Groundedness, Groundedness: { } grounds } => new() { Agent = agent, Judges = WayTo(grounds.Route) },
        _ => null,
    };

    private ModelRoute WayTo(RouteRule route) => buildRoute(route with { Sticky = null, Targets = [.. route.Targets.Where(target => target.When is null && target.Weight != 0)] });
}
