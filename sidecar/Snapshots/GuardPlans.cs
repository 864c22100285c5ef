using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>The guardrails of a bundle, as plans: one for what policies alone guard, one for tool servers, one for each route. All guardrails of all policies apply; an auditing policy's only record.</summary>
internal sealed class GuardPlans
{
    private readonly Dictionary<string, GuardrailRule> _rules;
    private readonly ImmutableArray<(GuardrailRule, bool)> _agent;
    private readonly CheckContext _context;
    private readonly CheckSets _sets = new();

    public GuardPlans(BundleRules rules, ReadOnlyMemory<byte> hashKey, string canary, Func<CheckRule, Callee?> calleeOf)
    {
        _rules = (rules.Guardrails ?? []).ToDictionary(rule => rule.Guardrail, StringComparer.Ordinal);
        _agent = [.. rules.Agent.Policies.SelectMany(policy => (policy.Guardrails ?? []).Select(name => (_rules[name], policy.Mode == PolicyMode.Audit)))];
        var held = HeldKeys.Of(rules);
        Held = new(held);
        _context = new() { HashKey = hashKey, Canary = canary, HeldValues = held, CalleeOf = calleeOf };
        OfAgent = GuardBuilder.Build(_agent, _context, _sets);
        OfServers = GuardBuilder.Build(_agent, _context with { IsForServers = true }, _sets);
    }

    /// <summary>The sidecar's own credentials, which no call may carry.</summary>
    public HeldValues Held { get; }

    /// <summary>What guards every call of the agent.</summary>
    public GuardPlan OfAgent { get; }

    /// <summary>What guards its calls of tool servers.</summary>
    public GuardPlan OfServers { get; }

    /// <summary>What guards the calls of a route.</summary>
    public GuardPlan Of(RouteRule route) =>
        route.Guardrails is { IsEmpty: false } own ? GuardBuilder.Build([.. _agent, .. own.Select(name => (_rules[name], false))], _context, _sets) : OfAgent;
}
