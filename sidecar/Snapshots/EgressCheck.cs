using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What is wrong with what a policy says of egress. A target that cannot be read would deny or allow something else: the whole bundle is refused.</summary>
internal static class EgressCheck
{
    /// <summary>A wall behind the operator's own bounds: each connection walks these lists.</summary>
    private const int MostTargets = 1024;

    public static IEnumerable<string> FindReasons(EgressRule rule) =>
    [
        .. CheckTargets("egress.allow", rule.Allow),
        .. CheckTargets("egress.deny", rule.Deny),
        .. CheckTargets("egress.intercept", rule.Intercept),
        .. CheckHosts("egress.intercept", rule.Intercept),
        .. CheckDns(rule.Dns),
    ];

    private static IEnumerable<string> CheckTargets(string field, ImmutableArray<string>? texts)
    {
        if (texts is not { } list) yield break;
        if (list.Length > MostTargets) yield return $"{field} holds more than {MostTargets} entries";
        for (var place = 0; place < list.Length; place++)
        {
            if (!EgressTarget.TryParse(list[place], out _, out var problem)) yield return $"{field}[{place}] {problem}";
        }
    }

    private static IEnumerable<string> CheckHosts(string field, ImmutableArray<string>? texts)
    {
        if (texts is not { } list) yield break;
        for (var place = 0; place < list.Length; place++)
        {
            if (EgressTarget.TryParse(list[place], out var target, out _) && target.Host is null) yield return $"{field}[{place}] must be a host: an address has no certificate to be shown for";
        }
    }

    private static IEnumerable<string> CheckDns(DnsRule? rule)
    {
        if (rule?.Names is { } names && !Enum.IsDefined(names)) yield return "egress.dns.names is unknown";
        if (rule?.QueriesPerSecond is < 1 or > 1000) yield return "egress.dns.queriesPerSecond must be 1 to 1000";
    }
}
