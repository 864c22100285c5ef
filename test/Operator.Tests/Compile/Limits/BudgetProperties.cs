using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Compile.Limits;

/// <summary>Whatever else stands in the cluster: no call passes a Budget or a limit uncounted, and nobody pays for what is not theirs.</summary>
public sealed class BudgetProperties
{
    [Fact]
    public void Compile_PodThatABudgetSelects_CountsByItOrReachesNothing() => ForAll(inventory =>
    {
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values.Where(agent => ReachesSomething(agent.Rules.Rules)))
        {
            var counted = (agent.Rules.Rules.Budgets ?? []).Select(rule => rule.Limit).ToList();
            Assert.All(Unique(inventory).Where(budget => Selects(inventory, budget, agent.Pod)), budget => Assert.Contains(NameOf(budget), counted));
        }
    });

    [Fact]
    public void Compile_AnyPod_IsCountedByNoBudgetThatDoesNotSelectIt() => ForAll(inventory =>
    {
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values)
        {
            var selecting = inventory.Budgets.Where(budget => Selects(inventory, budget, agent.Pod)).Select(NameOf).ToHashSet(StringComparer.Ordinal);
            var counted = (agent.Rules.Rules.Budgets ?? []).Select(rule => rule.Limit).ToList();
            Assert.Subset(selecting, counted.ToHashSet(StringComparer.Ordinal));
            Assert.Equal(counted.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal), counted);
        }
    });

    [Fact]
    public void Compile_UnreadableBudget_LeavesNothingToThePodsThatItMaySelect() => ForAll(inventory =>
    {
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values)
        {
            var isHeld = inventory.Unreadable.Any(one => one.Kind == nameof(Budget) && one.Metadata.Namespace == agent.Agent.Namespace && !(one.HasNamespaceSelector && one.Metadata.Namespace == inventory.OperatorNamespace));
            Assert.False(isHeld && ReachesSomething(agent.Rules.Rules));
        }
    });

    [Fact]
    public void Compile_AnyLimit_IsOfAFitAmountAndHasOneWindow() => ForAll(inventory =>
    {
        foreach (var rules in BundleCompiler.Compile(inventory).Agents.Values.Select(agent => agent.Rules.Rules))
        {
            LimitRule[] limits = [.. rules.Budgets ?? [], .. rules.Agent.Policies.SelectMany(policy => policy.Limits ?? [])];
            Assert.Equal(limits.Length, limits.DistinctBy(limit => (limit.Scope == LimitScope.Budget, limit.Limit)).Count());
            Assert.All(limits, limit =>
            {
                Assert.True(limit.Amount >= 0);
                Assert.Equal(limit.Unit == LimitUnit.ConcurrentCalls, limit.WindowSeconds is null && limit.Period is null);
                Assert.False(limit.WindowSeconds is not null && limit.Period is not null);
                Assert.Equal(limit.Scope == LimitScope.Pod, limit.MaxOvershoot is null);
                Assert.InRange(limit.MaxOvershoot ?? 0, 0, limit.Amount);
            });
        }
    });

    [Fact]
    public void Narrow_SidecarThatCannotCount_ReachesNothingWhereACountIsDue() => ForAll(inventory =>
    {
        string[] features = [.. Features.All.Where(feature => feature != Features.Limits)];
        foreach (var rules in BundleCompiler.Compile(inventory).Agents.Values.Select(agent => agent.Rules.Rules))
        {
            var isDue = rules.Budgets is not null || rules.Agent.Policies.Any(policy => policy.Limits is not null);
            var narrowed = FeatureGate.Narrow(rules, features);
            Assert.False(isDue && ReachesSomething(narrowed));
            Assert.Null(narrowed.Budgets);
            Assert.All(narrowed.Agent.Policies, policy => Assert.Null(policy.Limits));
        }
    });

    private static bool ReachesSomething(BundleRules rules) =>
        RandomInventory.Models.Any(model => Verdicts.Reaches(rules, model))
        || RandomInventory.Endpoints.Any(name => Verdicts.FindEndpoint(rules, name) is not null)
        || RandomInventory.Names.Any(server => RandomInventory.Tools.Any(tool => Verdicts.ReachesTool(rules, server, tool)));

    /// <summary>Of Budgets of one name, one counts.</summary>
    private static IEnumerable<Budget> Unique(Inventory inventory) => inventory.Budgets.GroupBy(NameOf, StringComparer.Ordinal).Where(group => group.Count() == 1).Select(group => group.First());

    private static bool Selects(Inventory inventory, Budget budget, Pod pod)
    {
        var home = budget.Metadata.Namespace;
        var isPlatform = budget.Spec.NamespaceSelector is not null && home == inventory.OperatorNamespace;
        var labels = inventory.Namespaces.Where(one => one.Metadata.Name == pod.Metadata.Namespace).OrderBy(one => one.Metadata.Uid, StringComparer.Ordinal).FirstOrDefault()?.Metadata.Labels;
        var isThere = isPlatform ? labels is null || budget.Spec.NamespaceSelector!.Matches(labels) : pod.Metadata.Namespace == home;
        return isThere && budget.Spec.Agents.Matches(pod.Metadata.Labels);
    }

    private static string NameOf(Budget budget) => $"{budget.Metadata.Namespace}/{budget.Metadata.Name}";

    /// <summary>
    /// Half of the inventories are as they are drawn, in which few pods reach anything. In the others every pod reaches a model unless a Budget, a ceiling or a limit that was drawn says otherwise.
    /// </summary>
    private static Inventory Make(int seed)
    {
        var (random, drawn) = (new Random(seed), new RandomInventory(seed).Make());
        if (random.Next(2) == 0) return drawn;
        return drawn with
        {
            SidecarsAreInjected = false,
            Secrets = [.. s_spaces.Select(space => new Secret
            {
                Metadata = MetaOf("open", space) with
                {
                    Labels = ImmutableDictionary<string, string>.Empty.Add(Group.CredentialLabel, "true"),
                    Annotations = ImmutableDictionary<string, string>.Empty.Add(Group.AllowedHostsAnnotation, "api.openai.com"),
                },
                Data = ImmutableDictionary<string, string>.Empty.Add("apiKey", "c2stMQ=="),
            })],
            Credentials = [.. s_spaces.Select(space => new ProviderCredential { Metadata = MetaOf("open", space), Spec = new() { Provider = "openai", Auth = new() { ApiKey = new() { SecretRef = new() { Name = "open" } } } } })],
            Routes = [.. s_spaces.Select(space => new ModelRoute { Metadata = MetaOf("open", space), Spec = new() { Models = ["fast"], Targets = [new() { Credential = "open" }] } })],
            Policies =
            [
                .. s_spaces.Select(space => new AgentPolicy { Metadata = MetaOf("open", space), Spec = new() { PodSelector = new(), Models = new() { Allow = ["*"] } } }),
                .. s_spaces.Select(space => new AgentPolicy { Metadata = MetaOf("none", space), Spec = new() { PodSelector = new(), Models = new() { Deny = ["slow"] } } }),
                .. drawn.Policies.Where(policy => policy.Spec.Limits.Length > 0),
            ],
            Unreadable = [.. drawn.Unreadable.Where(one => one.Kind == nameof(Budget))],
        };
    }

    private static readonly string[] s_spaces = ["a", "b"];

    private static ObjectMeta MetaOf(string name, string space) => new() { Name = name, Namespace = space, Uid = $"{name}-{space}", ResourceVersion = "1", Generation = 1 };

    private static void ForAll(Action<Inventory> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(Make(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
