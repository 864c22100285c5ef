using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.NetworkPolicies;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// The checks of <c>spec.egress</c>. What is wrong with an allow costs that allow alone; a deny, or names that may not be asked for, that cannot be carried out cost every call. A host that
/// cannot be intercepted is denied instead, because another rule may allow it unread; the rest of the policy holds.
/// </summary>
internal static class EgressChecks
{
    private const string Root = "spec.egress";
    private const string PortsLeftOut = "this API server has no ranges of ports in a NetworkPolicy (Kubernetes before 1.22), so these ports are left out of it and blocked there: name at most 64 ports, or all of them";

    /// <summary>What is left out of these opens nothing: no connection hangs on it.</summary>
    private static readonly ImmutableArray<string> AllowFields = [$"{Root}.allow", $"{Root}.trustedRoots", $"{Root}.networkPolicy", $"{Root}.whenUnenforceable"];

    public static IEnumerable<Diagnostic> CheckPlaces(PolicyCase one) =>
        Check("allow", one.Spec.Egress?.Allow, EgressNames.FindInAllow)
            .Concat(Check("deny", one.Spec.Egress?.Deny, EgressNames.FindInDeny))
            .Concat(Check("intercept", one.Spec.Egress?.Intercept, EgressNames.FindInIntercept));

    /// <summary>TLS is ended only where what comes out of it can be judged.</summary>
    public static IEnumerable<Diagnostic> CheckIntercept(PolicyCase one) =>
        from entry in (one.Spec.Egress?.Intercept ?? []).Index()
        where EgressNames.FindInIntercept(entry.Item) is null && EgressTarget.TryParse(entry.Item, out var host, out _) && !one.MayIntercept(host)
        select Diagnostic.NotAccepted(Reasons.NotInterceptable, $"{Root}.intercept[{entry.Index}]", EgressNames.NotInterceptable(one.IsCeiling));

    /// <summary>Nothing is accepted that is not enforced: what only a redirected pod has, and what nothing reads.</summary>
    public static IEnumerable<Diagnostic> CheckEffect(PolicyCase one)
    {
        if (one.Spec.Egress is not { } egress) yield break;
        if (egress.Mode != EgressMode.Redirected)
        {
            if (egress.Dns is not null) yield return Refuse("dns", RuleMessages.DnsNeedsRedirected);
            if (egress.WhenUnenforceable != WhenUnenforceable.Refuse) yield return Refuse("whenUnenforceable", RuleMessages.LowerNeedsRedirected);
        }

        if (egress.Dns is { QueriesPerSecond: < 1 or > 1000 }) yield return Refuse("dns.queriesPerSecond", "must be from 1 to 1000");
        if (egress is { TrustedRoots: not null, Intercept.IsEmpty: true }) yield return Refuse("trustedRoots", RuleMessages.RootsNeedIntercept);
        if (egress.NetworkPolicy == NetworkPolicyMode.Generate && one.Spec.Mode == PolicyMode.Audit) yield return Refuse("networkPolicy", RuleMessages.AuditNetworkPolicy);
    }

    /// <summary>What a policy of the platform cannot have, besides an allow: things that stand in the agents' own namespace.</summary>
    public static IEnumerable<Diagnostic> CheckCeiling(PolicyCase one)
    {
        if (one.Spec is not { NamespaceSelector: not null, Egress: { } egress }) yield break;
        if (egress.TrustedRoots is not null) yield return Diagnostic.NotAccepted(Reasons.NotThePlatform, $"{Root}.trustedRoots", RuleMessages.CeilingRoots);
        if (egress.NetworkPolicy == NetworkPolicyMode.Generate) yield return Diagnostic.NotAccepted(Reasons.NotThePlatform, $"{Root}.networkPolicy", RuleMessages.CeilingNetworkPolicy);
    }

    /// <summary>What the one wall says that the other cannot, and what became of it in the cluster.</summary>
    public static IEnumerable<Diagnostic> CheckNetworkPolicy(PolicyCase one)
    {
        if (one.Spec.Egress is not { NetworkPolicy: NetworkPolicyMode.Generate } egress) yield break;
        if (!one.NetworkPolicies.IsKept) yield return Diagnostic.NotResolved(Reasons.NetworkPolicyNotKept, $"{Root}.networkPolicy", "there is no NetworkPolicy without a cluster: remove networkPolicy, or let a cluster read the policy");
        if (one.NetworkPolicies.Problems.TryGetValue(one.Policy.Metadata.Uid, out var problem))
            yield return Diagnostic.NotResolved(Reasons.NetworkPolicyNotKept, $"{Root}.networkPolicy", problem);
        if (one.NetworkPolicies.HasPortRanges) yield break;
        foreach (var (index, text) in egress.Allow.Index())
        {
            if (EgressTarget.TryParse(text, out var place, out _) && PortRange.Of(place).Any(range => !range.IsSayable))
                yield return Diagnostic.NotResolved(Reasons.NetworkPolicyPorts, $"{Root}.allow[{index}]", PortsLeftOut);
        }
    }

    /// <summary>Whether a diagnostic of these checks costs an allow or nothing at all, and no denial is lost.</summary>
    public static bool CostsAnAllow(Diagnostic found) =>
        found.Reason == Reasons.NotInterceptable || AllowFields.Any(field => found.Field.StartsWith(field, StringComparison.Ordinal));

    private static IEnumerable<Diagnostic> Check(string field, ImmutableArray<string>? texts, Func<string, string?> find) =>
        from text in (texts ?? []).Index()
        let problem = find(text.Item)
        where problem is not null
        select Refuse($"{field}[{text.Index}]", problem);

    private static Diagnostic Refuse(string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidEgress, $"{Root}.{field}", message);
}
