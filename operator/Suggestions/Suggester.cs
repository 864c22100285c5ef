using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Suggestions;

/// <summary>
/// What an agent did -> the narrowest policy that would have let it. Where exactly one policy selects the agent, and nobody else, that one is cut down; else a new one is made, and the notes
/// say what has to change in the others, because allows unite. Pure.
/// </summary>
internal static class Suggester
{
    /// <exception cref="SuggestionException">There is nothing to make a policy of; the message says what to do.</exception>
    public static Suggestion Suggest(SuggestionInput input)
    {
        var recent = input.Things.Where(thing => thing.At >= input.Since).ToList();
        var denied = recent.Where(thing => thing.Denied > 0 && thing.Used == 0).ToImmutableArray();
        var wanted = recent.Where(thing => thing.Used > 0 || (input.AllowDenied && !IsDeniedByName(input.Policies, thing))).ToList();
        if (wanted.Count == 0)
        {
            throw new SuggestionException(denied.IsEmpty
                ? $"the Agent {input.Namespace}/{input.Agent} used nothing in this window: let it run first, or look further back"
                : $"the Agent {input.Namespace}/{input.Agent} used nothing in this window, and was denied {denied.Length} things: allow what was denied to make a policy of that");
        }

        var used = new UsedNames(wanted);
        var own = input.Policies is [var only] && !input.Shared.Contains(only.Metadata.Name) ? only : null;
        var after = own is null ? MakeNew(input, used) : Strip(own) with { Spec = Narrowing.Narrow(own.Spec, used) };
        return new()
        {
            Before = own,
            After = after,
            Denied = input.AllowDenied ? [.. denied.Where(thing => IsDeniedByName(input.Policies, thing))] : denied,
            Notes = [.. Notes(input, own, used), .. Lost(after, used)],
        };
    }

    private static AgentPolicy MakeNew(SuggestionInput input, UsedNames used)
    {
        var pods = input.Pods ?? input.Policies.FirstOrDefault(policy => !input.Shared.Contains(policy.Metadata.Name))?.Spec.PodSelector
            ?? throw new SuggestionException($"it is not known which labels the pods of {input.Namespace}/{input.Agent} have: the workload is gone");
        var together = new AgentPolicySpec
        {
            PodSelector = pods,
            Mcp = [.. input.Policies.SelectMany(policy => policy.Spec.Mcp)],
            Endpoints = new() { Allow = [.. input.Policies.SelectMany(policy => policy.Spec.Endpoints?.Allow ?? []).DistinctBy(grant => grant.Name)] },
            Guardrails = [.. input.Policies.SelectMany(policy => policy.Spec.Guardrails).Distinct(StringComparer.Ordinal)],
        };
        return new AgentPolicy { Metadata = new() { Namespace = input.Namespace, Name = input.Agent }, Spec = Narrowing.Narrow(together, used) };
    }

    private static AgentPolicy Strip(AgentPolicy policy) => policy with { Metadata = new() { Namespace = policy.Metadata.Namespace, Name = policy.Metadata.Name }, Status = null };

    private static IEnumerable<string> Notes(SuggestionInput input, AgentPolicy? own, UsedNames used)
    {
        if (own is { Spec.Mode: PolicyMode.Audit }) yield return $"AgentPolicy {own.Metadata.Name} only audits now; this one enforces.";
        if (own is null)
        {
            foreach (var policy in input.Policies)
                yield return $"AgentPolicy {policy.Metadata.Name} selects this agent too{(input.Shared.Contains(policy.Metadata.Name) ? ", and others" : "")}: allows unite, so this policy narrows nothing until that one selects it no more.";
        }

        foreach (var thing in used.Unspellable) yield return $"The {thing.Kind} of {thing.Name.Length} letters that begins with '{Plain(thing.Name)}' is left out: no rule can mean it and nothing else.";
        if (input.IsFull) yield return $"The record of what the agent asked for is full at {input.Things.Length} things: some may be missing.";
    }

    /// <summary>What was used and the policy has no place for: an endpoint without a grant, an outside place that no target can say.</summary>
    private static IEnumerable<string> Lost(AgentPolicy after, UsedNames used)
    {
        foreach (var name in used.Of(UsedKind.Endpoint).Where(name => !(after.Spec.Endpoints?.Allow ?? []).Any(grant => name == grant.Name || name.StartsWith(grant.Name + "/", StringComparison.Ordinal))))
            yield return $"The endpoint '{Plain(name)}' was asked for, and no policy says at which account it is called: add it to spec.endpoints.allow.";
        foreach (var place in used.Of(UsedKind.Outside).Where(place => !(after.Spec.Egress?.Allow ?? []).Contains(place)))
            yield return $"The place '{Plain(place)}' cannot be allowed: {(EgressTarget.TryParse(place, out _, out var problem) ? "it is in no list" : problem)}.";
    }

    /// <summary>A denial wins over every allow, so allowing it as well would be of no use.</summary>
    private static bool IsDeniedByName(ImmutableArray<AgentPolicy> policies, UsedThing thing) => thing.Kind switch
    {
        UsedKind.Model => policies.Any(policy => (policy.Spec.Models?.Deny ?? []).Any(pattern => ModelPattern.Matches(pattern, thing.Name))),
        UsedKind.HostedTool => policies.Any(policy => (policy.Spec.HostedTools?.Deny ?? []).Any(pattern => ModelPattern.Matches(pattern, thing.Name))),
        UsedKind.Tool => policies.SelectMany(policy => policy.Spec.Mcp).Any(entry => Denies(entry, thing.Name)),
        _ => false,
    };

    private static bool Denies(McpAccess entry, string name) =>
        (entry.Server == "*" || name.StartsWith(entry.Server + "/", StringComparison.Ordinal))
        && (entry.Tools?.Deny ?? []).Any(pattern => ModelPattern.Matches(pattern, name.AsSpan(name.IndexOf('/', StringComparison.Ordinal) + 1)));

    /// <summary>An agent's word, fit for a terminal.</summary>
    private static string Plain(string name) => string.Concat(name.Take(64).Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? '?' : letter));
}
