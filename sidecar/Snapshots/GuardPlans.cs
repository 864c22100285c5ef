using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>The guardrails of a bundle, as plans: one for what policies alone guard, one for tool servers, one for each route. All guardrails of all policies apply; an auditing policy's only record.</summary>
internal sealed class GuardPlans
{
    private readonly Dictionary<string, GuardrailRule> _rules;
    private readonly ImmutableArray<(GuardrailRule, bool)> _agent;
    private readonly CheckContext _context;

    public GuardPlans(BundleRules rules, ReadOnlyMemory<byte> hashKey, string canary, Func<CheckRule, Callee?> calleeOf)
    {
        _rules = (rules.Guardrails ?? []).ToDictionary(rule => rule.Guardrail, StringComparer.Ordinal);
        _agent = [.. rules.Agent.Policies.SelectMany(policy => (policy.Guardrails ?? []).Select(name => (_rules[name], policy.Mode == PolicyMode.Audit)))];
        _context = new() { HashKey = hashKey, Canary = canary, HeldValues = HeldBy(rules), CalleeOf = calleeOf };
        OfAgent = GuardBuilder.Build(_agent, _context);
        OfServers = GuardBuilder.Build(_agent, _context with { IsForServers = true });
    }

    /// <summary>What guards every call of the agent.</summary>
    public GuardPlan OfAgent { get; }

    /// <summary>What guards its calls of tool servers.</summary>
    public GuardPlan OfServers { get; }

    /// <summary>What guards the calls of a route.</summary>
    public GuardPlan Of(RouteRule route) =>
        route.Guardrails is { IsEmpty: false } own ? GuardBuilder.Build([.. _agent, .. own.Select(name => (_rules[name], false))], _context) : OfAgent;

    private static ImmutableArray<string> HeldBy(BundleRules rules) =>
    [
        .. rules.Providers.Concat((rules.McpServers ?? []).Select(server => server.Account)).Concat(WebhooksOf(rules)).Select(account => account.Key.Reveal())
            .Where(value => value.Length > 0)
            .Distinct(StringComparer.Ordinal),
    ];

    private static IEnumerable<ProviderRef> WebhooksOf(BundleRules rules) =>
        (rules.Guardrails ?? []).SelectMany(guardrail => guardrail.Checks).Select(check => check.Webhook?.Account).OfType<ProviderRef>();
}
