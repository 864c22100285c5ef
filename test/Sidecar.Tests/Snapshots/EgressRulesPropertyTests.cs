using System.Collections.Immutable;
using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>What holds for all policies and connections, tried on many that chance makes; a failure prints the seed that repeats it.</summary>
public sealed class EgressRulesPropertyTests
{
    private const int Rounds = 4000;

    private static readonly string[] s_names = ["a.example.com", "b.example.com", "example.com", "pypi.org", "api.openai.com"];
    private static readonly string[] s_addresses = ["192.0.2.7", "192.0.2.200", "10.1.2.3", "[::ffff:10.1.2.3]", "[64:ff9b::10.1.2.3]", "[2001:db8::7]"];
    private static readonly int[] s_ports = [22, 80, 443, 5432, 8443];

    private static readonly string[] s_entries =
    [
        "a.example.com", "*.example.com", "*.example.com:*", "pypi.org:443", "pypi.org:8000-9000", "192.0.2.0/24:*", "192.0.2.7:443", "10.0.0.0/8:5432", "[2001:db8::/32]:*", "0.0.0.0/0:*",
    ];

    [Fact]
    public void Decide_AnEntryDeniesWhatIsAsked_ItIsNeverLetThrough() => ForEach((random, policies, to) =>
    {
        foreach (var entry in MatchesOf(to))
        {
            var isCeiling = random.Next(2) == 0;
            Assert.Equal(EgressAction.Deny, Decide(policies.Add(isCeiling ? GivenEgress.Ceiling("-" + entry) : GivenEgress.Policy("-" + entry, "deny")), to).Action);
        }
    });

    [Fact]
    public void Decide_ADenyIsAdded_NothingIsLetThroughThatWasDenied() => ForEach((random, policies, to) =>
    {
        if (Decide(policies, to).Action != EgressAction.Deny) return;
        var at = random.Next(policies.Length);
        var egress = policies[at].Egress!;
        var less = policies.SetItem(at, policies[at] with { Egress = egress with { Deny = [.. egress.Deny ?? [], EntryOf(random)] } });

        Assert.Equal(EgressAction.Deny, Decide(less, to).Action);
        Assert.Equal(EgressAction.Deny, Decide(policies.Add(GivenEgress.Ceiling("-" + EntryOf(random), "more")), to).Action);
    });

    [Fact]
    public void Decide_AnEnforcingPolicyAllowsNothing_NothingIsTunnelled() => ForEach((random, policies, to) =>
    {
        var silent = policies.Select(policy => policy.Mode == PolicyMode.Enforce && policy.Ceiling != true ? policy with { Egress = policy.Egress! with { Allow = [] } } : policy);

        Assert.NotEqual(EgressAction.Tunnel, Decide([.. silent, GivenEgress.Policy("", "silent")], to).Action);
    });

    [Fact]
    public void Decide_ACeilingAllows_NothingChanges() => ForEach((random, policies, to) =>
        Assert.Equal(Decide(policies, to), Decide(policies.Add(GivenEgress.Ceiling("0.0.0.0/0:* [::/0]:* *.com:* *.org:*", "wide")), to)));

    [Fact]
    public void Decide_AnAuditingPolicyIsAddedToAnEnforcingOne_NoActionChangesUnlessItIntercepts() => ForEach((random, policies, to) =>
    {
        var held = policies.Add(GivenEgress.Policy("", "held"));
        var audited = held.Add(GivenEgress.Audit($"{EntryOf(random)} -{EntryOf(random)}", "more"));

        Assert.Equal(Decide(held, to).Action, Decide(audited, to).Action);
    });

    [Fact]
    public void Decide_Unpeeked_IsWhatANamelessConnectionIsGiven() => ForEach((random, policies, to) =>
    {
        var rules = new EgressRules(policies);
        var dialled = IPEndPoint.Parse(to[(to.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        if (rules.Decide(dialled) is not { } unpeeked) return;
        foreach (var name in s_names.Append(null))
        {
            if (rules.Decide(name, dialled.Port, dialled) is { Action: var action } && action != unpeeked.Action) Assert.Fail($"unpeeked {unpeeked.Action}, {name} {action}");
        }
    });

    [Fact]
    public void DecideAgain_SameRules_SayTheSame() => ForEach((random, policies, to) =>
    {
        var rules = new EgressRules(policies);
        var (verdict, peeked) = rules.Connect(to);
        var at = to.IndexOf('@', StringComparison.Ordinal);
        var dialled = IPEndPoint.Parse(to[(at + 1)..]);

        Assert.Equal(verdict, rules.DecideAgain(new() { Name = peeked && to[0] != '?' ? to[..at] : null, Port = dialled.Port, Dialled = dialled, Peeked = peeked }));
    });

    private static void ForEach(Action<Random, ImmutableArray<PolicyRule>, string> check)
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            ImmutableArray<PolicyRule> policies = [.. Enumerable.Range(0, random.Next(1, 4)).Select(number => PolicyOf(random, number))];
            var name = random.Next(6) == 0 ? "?" : s_names[random.Next(s_names.Length)];
            try
            {
                check(random, policies, $"{name}@{s_addresses[random.Next(s_addresses.Length)]}:{s_ports[random.Next(s_ports.Length)]}");
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}", failure);
            }
        }
    }

    private static PolicyRule PolicyOf(Random random, int number)
    {
        var entries = string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => (random.Next(4) == 0 ? "-" : "") + EntryOf(random)));
        if (random.Next(3) == 0) entries += " !api.openai.com";
        return random.Next(4) switch
        {
            0 => GivenEgress.Audit(entries, $"p{number}"),
            1 => GivenEgress.Ceiling(entries, $"p{number}"),
            _ => GivenEgress.Policy(entries, $"p{number}"),
        };
    }

    private static string EntryOf(Random random) => s_entries[random.Next(s_entries.Length)];

    /// <summary>Entries that match what is asked, by name where it gives one, and by address.</summary>
    private static IEnumerable<string> MatchesOf(string to)
    {
        var at = to.IndexOf('@', StringComparison.Ordinal);
        var dialled = IPEndPoint.Parse(to[(at + 1)..]);
        var address = AddressGuard.Unwrap(dialled.Address);
        yield return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? $"{address}:{dialled.Port}" : $"[{address}]:{dialled.Port}";
        if (to[0] != '?') yield return $"{to[..at]}:{dialled.Port}";
    }

    private static EgressVerdict Decide(ImmutableArray<PolicyRule> policies, string to) => new EgressRules(policies).Connect(to).Verdict;
}
