using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>What the rules of an agent's pods say of it: which policies and Budgets there are, and what they allow.</summary>
internal static class RulesStatus
{
    private const int MaxPolicies = 64;
    private const int MaxModels = 128;
    private const int MaxTools = 256;
    private const int MaxHostedTools = 64;
    private const int MaxName = 256;
    private const int MaxTool = 512;

    public static AgentStatus AddTo(AgentStatus status, WorkloadPods pods)
    {
        var rules = pods.All.Select(agent => agent.Rules).Distinct().Select(compiled => compiled.Rules).ToList();
        var policies = rules.SelectMany(one => one.Agent.Policies).ToList();
        return status with
        {
            Policies = Names(policies.Select(policy => policy.Policy), MaxPolicies, out _),
            Budgets = Names(rules.SelectMany(one => one.Budgets ?? []).Select(budget => budget.Limit), MaxPolicies, out _),
            Allowed = AllowedOf(rules.SelectMany(one => Allowing(one.Agent.Policies)).ToList()),
        };
    }

    private static AgentAllowed AllowedOf(List<PolicyRule> policies)
    {
        var models = Names(policies.SelectMany(Models).Where(name => name.Length <= MaxName), MaxModels, out var moreModels);
        var tools = Names(policies.SelectMany(Tools).Where(name => name.Length <= MaxTool), MaxTools, out var moreTools);
        var hosted = Names(policies.SelectMany(HostedTools).Where(name => name.Length <= MaxName), MaxHostedTools, out var moreHosted);
        return new() { Models = models, Tools = tools, HostedTools = hosted, More = moreModels + moreTools + moreHosted is > 0 and var more ? more : null };
    }

    /// <summary>Those that say what is allowed: the enforcing ones, or where there are none the auditing ones, which allow all. A pod under one that cannot be carried out may do nothing.</summary>
    private static IEnumerable<PolicyRule> Allowing(ImmutableArray<PolicyRule> policies)
    {
        if (policies.Any(policy => policy.Unfit is not null)) return [];
        var selecting = policies.Where(policy => policy.Ceiling != true).ToList();
        return selecting.Exists(policy => policy.Mode == PolicyMode.Enforce) ? selecting.Where(policy => policy.Mode == PolicyMode.Enforce) : selecting;
    }

    private static IEnumerable<string> Models(PolicyRule policy) => policy.Mode == PolicyMode.Enforce ? policy.AllowModels : ["*"];

    private static IEnumerable<string> HostedTools(PolicyRule policy) => policy.Mode == PolicyMode.Enforce ? policy.AllowHostedTools ?? [] : ["*"];

    private static IEnumerable<string> Tools(PolicyRule policy) =>
        policy.Mode == PolicyMode.Enforce ? (policy.Mcp ?? []).SelectMany(rule => (rule.AllowTools ?? []).Select(tool => $"{rule.Server}/{tool}")) : ["*/*"];

    private static ImmutableArray<string> Names(IEnumerable<string> names, int most, out int more)
    {
        var all = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        more = Math.Max(0, all.Count - most);
        return [.. all.Take(most)];
    }
}
