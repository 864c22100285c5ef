using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>What holds for all policies and names, tried on many that chance makes; a failure prints the seed that repeats it.</summary>
public sealed class McpRulesPropertyTests
{
    private const int Rounds = 4000;

    private static readonly string[] s_parts = ["a", "B", "ab", "_", ".", "..", "/", "%2e", "%5f", " ", "\uFF41", "\u200B", "\u0430", "*x", ":", "//", "\\"];

    [Fact]
    public void Decide_AnEntryDenies_NothingIsAllowed() => ForEach((random, policies, ask) =>
    {
        var denying = policies.Add(GivenTools.Policy("deny", DenyOf(ask.Subject, ask.Name!)));

        Assert.False(Decide(denying, ask).Allowed);
        Assert.False(Decide(policies.Add(GivenTools.Ceiling("top", DenyOf(ask.Subject, "*"))), ask).Allowed);
    });

    [Fact]
    public void Decide_AnAllowIsAdded_NothingIsDeniedThatWasAllowed() => ForEach((random, policies, ask) =>
    {
        if (!Decide(policies, ask).Allowed) return;
        var rule = policies[0].Mcp!.Value[0] with { DenyTools = null, DenyResources = null };

        Assert.True(Decide(policies.Add(GivenTools.Policy("more", AllowOf(ask.Subject, NameOf(random)), rule)), ask).Allowed);
    });

    [Fact]
    public void Decide_ADenyIsAdded_NothingIsAllowedThatWasDenied() => ForEach((random, policies, ask) =>
    {
        if (Decide(policies, ask).Allowed) return;

        Assert.False(Decide(policies.Add(GivenTools.Policy("less", DenyOf(ask.Subject, NameOf(random)))), ask).Allowed);
    });

    [Fact]
    public void Decide_AWildcardAllows_TheNameCanBeReadInOneWayAlone() => ForEach((_, _, ask) =>
    {
        if (!Decide([GivenTools.Policy("all", AllowOf(ask.Subject, "*"))], ask).Allowed) return;
        var name = ask.Name!;

        Assert.All(name, letter => Assert.InRange(letter, ' ', '~'));
        Assert.Equal(name, name.Trim());
        if (ask.Subject == McpSubject.Resource) Assert.Equal(UriText.Resolve(Uri.UnescapeDataString(name)), name);
    });

    [Fact]
    public void Decide_ExactEntry_AllowsItsOwnNameAndNoOther() => ForEach((random, _, ask) =>
    {
        var entry = NameOf(random).TrimEnd('*');
        if (entry.Length == 0) return;

        Assert.Equal(entry == ask.Name, Decide([GivenTools.Policy("one", AllowOf(ask.Subject, entry))], ask).Allowed);
    });

    private static void ForEach(Action<Random, ImmutableArray<PolicyRule>, McpAsk> check)
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var subject = random.Next(2) == 0 ? McpSubject.Tool : McpSubject.Resource;
            ImmutableArray<PolicyRule> policies = [.. Enumerable.Range(0, random.Next(1, 4)).Select(number => PolicyOf(random, number))];
            try
            {
                check(random, policies, new(GivenTools.Server, subject, NameOf(random)));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}", failure);
            }
        }
    }

    private static PolicyRule PolicyOf(Random random, int number) => GivenTools.Policy($"p{number}", GivenTools.Rule(random.Next(3) == 0 ? "*" : GivenTools.Server) with
    {
        AllowTools = [NameOf(random), NameOf(random)],
        DenyTools = random.Next(2) == 0 ? null : [NameOf(random)],
        AllowResources = [NameOf(random)],
        DenyResources = random.Next(2) == 0 ? null : [NameOf(random)],
    });

    private static string NameOf(Random random)
    {
        var name = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => s_parts[random.Next(s_parts.Length)]));
        return random.Next(3) == 0 ? name + "*" : name;
    }

    private static McpRule AllowOf(McpSubject subject, string name) => subject == McpSubject.Tool ? GivenTools.Allow(name) : GivenTools.Rule() with { AllowResources = [name] };

    private static McpRule DenyOf(McpSubject subject, string name) => subject == McpSubject.Tool ? GivenTools.Deny(name) : GivenTools.Rule() with { DenyResources = [name] };

    private static Decision Decide(ImmutableArray<PolicyRule> policies, McpAsk ask) => new AgentRules(policies).Decide(ask);
}
