using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>What policies say of egress. Entries are separated by spaces; <c>-</c> before one denies, <c>!</c> intercepts, and nothing allows.</summary>
internal static class GivenEgress
{
    public const string Documentation = "192.0.2.7";

    public static PolicyRule Policy(string entries, string name = "base") => Given.Policy(name, "*") with
    {
        Egress = new() { Allow = Of(entries, null), Deny = Of(entries, '-'), Intercept = Of(entries, '!') },
    };

    public static PolicyRule Audit(string entries, string name = "trial") => Policy(entries, name) with { Mode = PolicyMode.Audit };

    public static PolicyRule Ceiling(string entries, string name = "top") => Policy(entries, name) with { Ceiling = true };

    public static PolicyRule Listed(this PolicyRule policy, int? queries = null) =>
        policy with { Egress = (policy.Egress ?? new()) with { Dns = new() { Names = DnsNames.Listed, QueriesPerSecond = queries } } };

    public static Snapshot Snapshot(params PolicyRule[] policies) => new()
    {
        Agent = Given.Agent,
        Revision = "r1",
        Sources = [],
        Rules = new([.. policies]),
        Routes = new([]),
        Egress = new([.. policies]),
    };

    /// <summary>
    /// What the doors do: <c>address:port</c> dials, and <c>name@address:port</c> says the name if it is asked for; <c>?@address:port</c> says none; <c>name:port</c> asks as a proxy's client.
    /// </summary>
    public static (EgressVerdict Verdict, bool Peeked) Connect(this EgressRules rules, string to)
    {
        var at = to.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 && !IPEndPoint.TryParse(to, out _))
        {
            var colon = to.LastIndexOf(':');
            return (rules.Decide(EgressTarget.NormalizeName(to[..colon]), int.Parse(to[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), dialled: null), false);
        }

        var dialled = IPEndPoint.Parse(to[(at + 1)..]);
        if (rules.Decide(dialled) is { } unpeeked) return (unpeeked, false);
        var name = at < 0 || to[..at] == "?" ? null : EgressTarget.NormalizeName(to[..at]);
        return (rules.Decide(name, dialled.Port, dialled), true);
    }

    private static System.Collections.Immutable.ImmutableArray<string> Of(string entries, char? mark) =>
        [.. entries.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(entry => mark is null ? entry[0] is not ('-' or '!') : entry[0] == mark).Select(entry => entry.TrimStart('-', '!'))];
}
