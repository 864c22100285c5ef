using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What is left of <c>spec.egress</c> once everything that is wrong is left out, each text as an <see cref="EgressTarget"/> writes itself, in the order of the policy.</summary>
internal static class EgressAssembly
{
    /// <summary>The rule with what is fit. A policy that speaks of egress has a rule of it, an empty one too.</summary>
    public static PolicyRule AddTo(PolicyRule rule, PolicyCase one)
    {
        if (one.Spec.Egress is not { } egress) return rule;
        var hosts = Read(egress.Intercept, EgressNames.FindInIntercept).ToLookup(one.MayIntercept);
        return rule with
        {
            Egress = new()
            {
                Allow = one.IsCeiling ? null : Write(Read(egress.Allow, EgressNames.FindInAllow)),
                Deny = Distinct([.. Read(egress.Deny, EgressNames.FindInDeny).Select(place => $"{place}"), .. hosts[false].Select(host => $"{host}:*")]),
                Intercept = Write(hosts[true]),
                Dns = Read(egress.Dns),
            },
        };
    }

    private static IEnumerable<EgressTarget> Read(ImmutableArray<string> texts, Func<string, string?> find)
    {
        foreach (var text in texts)
        {
            if (find(text) is null && EgressTarget.TryParse(text, out var place, out _)) yield return place;
        }
    }

    private static DnsRule? Read(DnsAccess? dns)
    {
        var rule = new DnsRule { Names = dns?.Names, QueriesPerSecond = dns?.QueriesPerSecond is >= 1 and <= 1000 ? dns.QueriesPerSecond : null };
        return rule is { Names: null, QueriesPerSecond: null } ? null : rule;
    }

    private static ImmutableArray<string>? Write(IEnumerable<EgressTarget> places) => Distinct([.. places.Select(place => $"{place}")]);

    private static ImmutableArray<string>? Distinct(ImmutableArray<string> texts) => texts.IsEmpty ? null : [.. texts.Distinct(StringComparer.Ordinal)];
}
