using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Compile;

public sealed class BundleCompilerProperties
{
    private static readonly ImmutableArray<string[]> FeatureSets = [[], [Features.AuditMode], [Features.Failover, Features.ProviderTls], [.. Features.All]];

    [Fact]
    public void Compile_AnyInventory_GivesEachRunningPodABundle() => ForAll(inventory =>
    {
        var compilation = BundleCompiler.Compile(inventory);
        var running = inventory.Pods.Where(pod => pod.Status.Phase != "Succeeded").Select(pod => pod.Metadata.Uid);
        Assert.Equal(running.Order(StringComparer.Ordinal), compilation.Agents.Keys.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Compile_InputInAnotherOrder_IsTheSame() => ForAll((inventory, random) =>
    {
        var shuffled = inventory with
        {
            Credentials = Shuffle(inventory.Credentials, random),
            Routes = Shuffle(inventory.Routes, random),
            Policies = Shuffle(inventory.Policies, random),
            Secrets = Shuffle(inventory.Secrets, random),
            Pods = Shuffle(inventory.Pods, random),
            Unreadable = Shuffle(inventory.Unreadable, random),
        };
        var (one, other) = (BundleCompiler.Compile(inventory), BundleCompiler.Compile(shuffled));
        Assert.Equal(CaseText.Reports(one), CaseText.Reports(other));
        Assert.Equal(CaseText.Bundles(one, null), CaseText.Bundles(other, null));
    });

    [Fact]
    public void Compile_DenyAdded_NeverWidens() => ForAll((inventory, random) =>
    {
        var deny = new ModelAccess { Deny = [RandomInventory.Models[random.Next(RandomInventory.Models.Length)], "gpt-*"] };
        var policy = new AgentPolicy
        {
            Metadata = new() { Name = "deny", Namespace = "a", Uid = "deny" },
            Spec = new() { PodSelector = new LabelSelector(), Models = deny },
        };
        AssertNarrower(BundleCompiler.Compile(inventory), BundleCompiler.Compile(inventory with { Policies = inventory.Policies.Add(policy) }));
    });

    [Fact]
    public void Compile_PolicySuspended_NeverWidens() => ForAll(inventory =>
    {
        ImmutableArray<AgentPolicy> suspended = [.. inventory.Policies.Select(policy => policy with { Spec = policy.Spec with { Suspended = true } })];
        AssertNarrower(BundleCompiler.Compile(inventory), BundleCompiler.Compile(inventory with { Policies = suspended }));
    });

    [Fact]
    public void Compile_AnyPod_HoldsSourcesOfItsNamespaceAlone() => ForAll(inventory =>
    {
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values)
        {
            var (rules, own) = (agent.Rules.Rules, agent.Agent.Namespace);
            Assert.All(rules.Sources, source => Assert.Equal(own, source.Namespace));
            Assert.All(rules.Routes, route => Assert.StartsWith($"{own}/", route.Route, StringComparison.Ordinal));
            Assert.All(rules.Providers, provider => Assert.StartsWith($"{own}/", provider.Provider, StringComparison.Ordinal));
        }
    });

    [Fact]
    public void Compile_RouteLeftOut_IsOneThatNoCallReaches() => ForAll(inventory =>
    {
        var namespaces = NamespaceCompiler.Compile(inventory);
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values.Where(agent => namespaces.ContainsKey(agent.Agent.Namespace)))
        {
            var all = namespaces[agent.Agent.Namespace].Routes.Select(route => route.Rule).OfType<RouteRule>().ToList();
            foreach (var model in RandomInventory.Models.Where(model => Verdicts.Allows(agent.Rules.Rules, model)))
                Assert.Equal(Verdicts.Find(all, model)?.Route, Verdicts.Find(agent.Rules.Rules.Routes, model)?.Route);
        }
    });

    [Fact]
    public void Compile_AnyPod_HoldsTheKeysOfItsRoutesAlone() => ForAll(inventory =>
    {
        foreach (var rules in BundleCompiler.Compile(inventory).Agents.Values.Select(agent => agent.Rules.Rules))
        {
            var reached = rules.Routes.SelectMany(route => route.Targets).Select(target => target.Provider).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal(reached, rules.Providers.Select(provider => provider.Provider));
        }
    });

    [Fact]
    public void Compile_AnyInventory_SaysNoKey() => ForAll(inventory =>
    {
        var compilation = BundleCompiler.Compile(inventory);
        Assert.DoesNotContain(RandomInventory.Key, CaseText.Reports(compilation), StringComparison.Ordinal);
        Assert.DoesNotContain(RandomInventory.Key, string.Concat(compilation.Agents.Values.Select(agent => agent.ToString())), StringComparison.Ordinal);
    });

    [Fact]
    public void Narrow_AnyFeatures_NeedsNoOtherAndNeverWidens() => ForAll(inventory =>
    {
        foreach (var rules in BundleCompiler.Compile(inventory).Agents.Values.Select(agent => agent.Rules.Rules))
        {
            foreach (var features in FeatureSets)
            {
                var narrowed = FeatureGate.Narrow(rules, features);
                Assert.Subset(features.ToHashSet(), FeatureGate.Requires(narrowed).ToHashSet());
                Assert.All(RandomInventory.Models.Where(model => Verdicts.Reaches(narrowed, model)), model => Assert.True(Verdicts.Reaches(rules, model)));
            }
        }
    });

    private static void AssertNarrower(Compilation before, Compilation after)
    {
        foreach (var (uid, agent) in after.Agents)
        {
            foreach (var model in RandomInventory.Models.Where(model => Verdicts.Reaches(agent.Rules.Rules, model)))
                Assert.True(Verdicts.Reaches(before.Agents[uid].Rules.Rules, model), $"{uid} now reaches {model}");
        }
    }

    private static ImmutableArray<T> Shuffle<T>(ImmutableArray<T> items, Random random)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    private static void ForAll(Action<Inventory> holds) => ForAll((inventory, _) => holds(inventory));

    private static void ForAll(Action<Inventory, Random> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(new RandomInventory(seed).Make(), new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
