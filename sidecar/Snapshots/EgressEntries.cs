using System.Collections.Immutable;
using System.Net;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>The entries of one kind that several policies have, in the policies' order: the first that matches is the one that is told.</summary>
internal sealed class EgressEntries
{
    private readonly ImmutableArray<EgressEntry> _hosts;
    private readonly ImmutableArray<EgressEntry> _networks;

    private EgressEntries(ImmutableArray<EgressEntry> all) =>
        (_hosts, _networks) = ([.. all.Where(entry => entry.Target.Host is not null)], [.. all.Where(entry => entry.Target.Network is not null)]);

    public static EgressEntries Allows(ImmutableArray<PolicyRule> policies) => new([.. policies.SelectMany(policy => Read(policy, "egress.allow", policy.Egress?.Allow))]);

    public static EgressEntries Denies(ImmutableArray<PolicyRule> policies) => new([.. policies.SelectMany(policy => Read(policy, "egress.deny", policy.Egress?.Deny))]);

    /// <summary>Hosts whose TLS ends here: at 443, where an entry names no port.</summary>
    public static EgressEntries Intercepts(ImmutableArray<PolicyRule> policies) =>
        new([.. policies.SelectMany(policy => Read(policy, "egress.intercept", policy.Egress?.Intercept)).Select(entry => entry.Target.Ports is null ? At443(entry) : entry)]);

    /// <summary>The first range with the address at that port.</summary>
    public EgressEntry? Find(IPAddress address, int port)
    {
        foreach (var entry in _networks)
        {
            if (entry.Target.Matches(address, port)) return entry;
        }

        return null;
    }

    /// <summary>The first host of that name at that port.</summary>
    public EgressEntry? Find(string name, int port)
    {
        foreach (var entry in _hosts)
        {
            if (entry.Target.Matches(name, port)) return entry;
        }

        return null;
    }

    /// <summary>The first host, whichever it is, with that port among its own: where there is one, a name decides at this port.</summary>
    public EgressEntry? FindNameAt(int port)
    {
        foreach (var entry in _hosts)
        {
            if (entry.Target.Covers(port)) return entry;
        }

        return null;
    }

    /// <summary>Whether a host has that name, at any port.</summary>
    public bool Names(string name)
    {
        foreach (var entry in _hosts)
        {
            if (entry.Target.MatchesName(name)) return true;
        }

        return false;
    }

    private static EgressEntry At443(EgressEntry entry) => entry with { Target = Parse($"{entry.Target.Host}:443") };

    private static IEnumerable<EgressEntry> Read(PolicyRule policy, string field, ImmutableArray<string>? texts) =>
        (texts ?? []).Select(text => new EgressEntry(Parse(text), policy.Policy, $"{field}: {text}"));

    private static EgressTarget Parse(string text) =>
        EgressTarget.TryParse(text, out var target, out var problem) ? target : throw new ArgumentException($"Targets are checked before they are read; this one {problem}.", nameof(text));
}
