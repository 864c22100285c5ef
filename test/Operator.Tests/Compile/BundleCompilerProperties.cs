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
    private static IEnumerable<(string Server, string Tool)> Calls => from server in RandomInventory.Names from tool in RandomInventory.Tools select (server, tool);

    private static readonly ImmutableArray<string[]> FeatureSets = [[], [Features.AuditMode], [Features.Failover, Features.ProviderTls], [Features.Hosted, Features.AuditMode], [Features.Ceiling, Features.Resilience], [Features.Mcp, Features.AuditMode], [Features.Egress, Features.AuditMode], [.. Features.All]];

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
            McpServers = Shuffle(inventory.McpServers, random),
            Budgets = Shuffle(inventory.Budgets, random),
            Secrets = Shuffle(inventory.Secrets, random),
            Pods = Shuffle(inventory.Pods, random),
            Unreadable = Shuffle(inventory.Unreadable, random),
            Namespaces = Shuffle(inventory.Namespaces, random),
        };
        var (one, other) = (BundleCompiler.Compile(inventory), BundleCompiler.Compile(shuffled));
        Assert.Equal(CaseText.Reports(one), CaseText.Reports(other));
        Assert.Equal(CaseText.Bundles(one, null), CaseText.Bundles(other, null));
        Assert.Equal(CaseText.NetworkPolicies(one), CaseText.NetworkPolicies(other));
    });

    [Fact]
    public void Compile_DenyAdded_NeverWidens() => ForAll((inventory, random) =>
    {
        var deny = new ModelAccess { Deny = [RandomInventory.Models[random.Next(RandomInventory.Models.Length)], "gpt-*"] };
        var policy = new AgentPolicy
        {
            Metadata = new() { Name = "deny", Namespace = "a", Uid = "deny" },
            Spec = new() { PodSelector = new LabelSelector(), Models = deny, Mcp = [new() { Server = "*", Tools = new() { Deny = ["read*"] }, Sampling = Permission.Deny }], Egress = new() { Deny = ["*.x.example", "llm.internal:*"] } },
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
    public void Compile_AnyPod_HoldsOfOtherNamespacesOnlyWhatIsSharedWithIt() => ForAll(inventory =>
    {
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values)
        {
            var (rules, own) = (agent.Rules.Rules, agent.Agent.Namespace);
            Assert.All(rules.Routes, route => Assert.True(IsOpen(inventory.Routes.Select(one => (one.Metadata, one.Spec.SharedWith)), route.Route, own)));
            Assert.All(rules.Providers, provider => Assert.True(
                IsOpen(inventory.Credentials.Select(one => (one.Metadata, one.Spec.SharedWith)), provider.Provider, own)
                || rules.Routes.Any(route => NamespaceOf(route.Route) == NamespaceOf(provider.Provider) && route.Targets.Any(target => target.Provider == provider.Provider))));
            Assert.All(rules.Agent.Policies, policy => Assert.True(NamespaceOf(policy.Policy) == own || (policy.Ceiling == true && NamespaceOf(policy.Policy) == inventory.OperatorNamespace)));
        }
    });

    [Fact]
    public void Compile_NothingShared_HoldsSourcesOfItsNamespaceAndThePlatformAlone() => ForAll(inventory =>
    {
        var unshared = inventory with
        {
            Routes = [.. inventory.Routes.Select(route => route with { Spec = route.Spec with { SharedWith = [] } })],
            Credentials = [.. inventory.Credentials.Select(credential => credential with { Spec = credential.Spec with { SharedWith = [] } })],
        };
        foreach (var agent in BundleCompiler.Compile(unshared).Agents.Values)
        {
            Assert.All(agent.Rules.Rules.Sources, source => Assert.True(
                source.Namespace == agent.Agent.Namespace || (source.Kind is nameof(AgentPolicy) or "Budget" && source.Namespace == inventory.OperatorNamespace)));
        }
    });

    [Fact]
    public void Compile_SharingAdded_TakesNoCallFromAnOwnRoute() => ForAll(inventory =>
    {
        var shared = inventory with { Routes = [.. inventory.Routes.Select(route => route with { Spec = route.Spec with { SharedWith = ["a", "b"] } })] };
        var (before, after) = (NamespaceCompiler.Compile(inventory), NamespaceCompiler.Compile(shared));
        foreach (var (name, rules) in before)
        {
            var own = rules.Routes.Select(route => route.Rule).OfType<RouteRule>().ToList();
            var all = after[name].Routes.Concat(after[name].Shared).Select(route => route.Rule).OfType<RouteRule>().ToList();
            foreach (var model in RandomInventory.Models.Where(model => Verdicts.Find(own, model) is not null))
                Assert.Equal(Verdicts.Find(own, model)!.Route, Verdicts.Find(all, model)!.Route);
        }
    });

    [Fact]
    public void Compile_CeilingAdded_NeverWidens() => ForAll((inventory, random) =>
    {
        var policy = new AgentPolicy
        {
            Metadata = new() { Name = "ceiling", Namespace = inventory.OperatorNamespace, Uid = "ceiling" },
            Spec = new()
            {
                PodSelector = new(),
                NamespaceSelector = new(),
                Mode = random.Next(2) == 0 ? PolicyMode.Enforce : PolicyMode.Audit,
                Models = new() { Allow = ["*"], Deny = [RandomInventory.Models[random.Next(RandomInventory.Models.Length)]] },
                Endpoints = new() { Deny = ["files"] },
                Mcp = [new() { Server = "*", Tools = new() { Allow = ["*"], Deny = ["read"] }, Roots = Permission.Allow }],
                Egress = new() { Allow = ["x.example", "llm.internal"], Deny = ["a.x.example"] },
            },
        };
        AssertNarrower(BundleCompiler.Compile(inventory), BundleCompiler.Compile(inventory with { Policies = inventory.Policies.Add(policy) }));
    });

    [Fact]
    public void Compile_PodWithoutASidecar_GetsNoKeyAndReachesNothing() => ForAll(inventory =>
    {
        var injected = inventory with { SidecarsAreInjected = true };
        var bare = BundleCompiler.Compile(injected).Agents.Values.Where(agent => agent.Pod.Spec.Containers.All(container => container.Name != Group.SidecarContainer));
        Assert.All(bare, agent =>
        {
            Assert.Empty(agent.Rules.Rules.Providers);
            Assert.Empty(agent.Rules.Rules.Routes);
            Assert.Null(agent.Rules.Rules.McpServers);
            Assert.All(agent.Rules.Rules.Agent.Policies, policy => Assert.NotNull(policy.Unfit));
        });
    });

    [Fact]
    public void Compile_RouteLeftOut_IsOneThatNoCallReaches() => ForAll(inventory =>
    {
        var namespaces = NamespaceCompiler.Compile(inventory);
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values.Where(agent => namespaces.ContainsKey(agent.Agent.Namespace)))
        {
            var all = namespaces[agent.Agent.Namespace].Routes.Concat(namespaces[agent.Agent.Namespace].Shared).Select(route => route.Rule).OfType<RouteRule>().ToList();
            foreach (var model in RandomInventory.Models.Where(model => Verdicts.Allows(agent.Rules.Rules, model)))
                Assert.Equal(Verdicts.Find(all, model)?.Route, Verdicts.Find(agent.Rules.Rules.Routes, model)?.Route);
        }
    });

    [Fact]
    public void Compile_AnyPod_HoldsTheKeysOfItsRoutesAlone() => ForAll(inventory =>
    {
        foreach (var rules in BundleCompiler.Compile(inventory).Agents.Values.Select(agent => agent.Rules.Rules))
        {
            var endpoints = RandomInventory.Endpoints.Select(name => Verdicts.FindEndpoint(rules, name)).OfType<string>();
            var reached = rules.Routes.SelectMany(route => route.Targets).Select(target => target.Provider);
            Assert.Subset(rules.Providers.Select(provider => provider.Provider).ToHashSet(), endpoints.ToHashSet());
            Assert.All(rules.Agent.Policies.SelectMany(policy => policy.Endpoints ?? []), endpoint => Assert.Contains(rules.Providers, provider => provider.Provider == endpoint.Provider));
            var named = rules.Agent.Policies.SelectMany(policy => policy.Endpoints ?? []).Select(endpoint => endpoint.Provider);
            Assert.Subset(reached.Concat(named).ToHashSet(), rules.Providers.Select(provider => provider.Provider).ToHashSet());
            Assert.Subset(rules.Providers.Select(provider => provider.Provider).ToHashSet(), reached.ToHashSet());
            Assert.Equal(rules.Providers.Select(provider => provider.Provider).Order(StringComparer.Ordinal), rules.Providers.Select(provider => provider.Provider));
        }
    });

    [Fact]
    public void Compile_AnyPod_HoldsTheToolServersOfItsNamespaceThatAnAllowReaches() => ForAll(inventory =>
    {
        var namespaces = NamespaceCompiler.Compile(inventory);
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values)
        {
            var (rules, own) = (agent.Rules.Rules, agent.Agent.Namespace);
            var there = namespaces.TryGetValue(own, out var all) ? all.Servers.Select(server => server.Rule).OfType<McpServerRule>().Select(rule => rule.Name).ToList() : [];
            var held = (rules.McpServers ?? []).Select(server => server.Name).ToList();
            Assert.Equal(held.Order(StringComparer.Ordinal).Distinct(), held);
            Assert.All(rules.McpServers ?? [], server => Assert.Equal($"{own}/{server.Name}", server.Account.Provider));
            Assert.All(held, name => Assert.Contains(rules.Agent.Policies.SelectMany(policy => policy.Mcp ?? []), rule => (rule.Server == "*" || rule.Server == name) && (rule.AllowTools ?? rule.AllowResources) is not null));
            foreach (var name in there.Where(name => RandomInventory.Tools.Any(tool => Verdicts.AllowsTool(rules, name, tool)))) Assert.Contains(name, held);
        }
    });

    [Fact]
    public void Compile_AnyToolServer_IsSentNoKeyThatItsSecretDoesNotOpen() => ForAll(inventory =>
    {
        foreach (var server in BundleCompiler.Compile(inventory).Agents.Values.SelectMany(agent => agent.Rules.Rules.McpServers ?? []))
        {
            Assert.True(AllowedHost.Allows(server.Account.AllowedHosts, new Uri(server.Account.BaseUrl)));
            Assert.Equal(server.Account.Key.Reveal().Length == 0, server.Account.Unauthenticated == true);
            Assert.Null(AddressGuard.RefuseHost(new Uri(server.Account.BaseUrl).IdnHost));
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
                Assert.All(RandomInventory.Endpoints.Where(name => Verdicts.FindEndpoint(narrowed, name) is not null), name => Assert.NotNull(Verdicts.FindEndpoint(rules, name)));
                Assert.All(RandomInventory.Places.Where(host => features.Contains(Features.Egress) && Verdicts.Connects(narrowed, host)), host => Assert.True(Verdicts.Connects(rules, host)));
                Assert.All(Calls.Where(call => Verdicts.ReachesTool(narrowed, call.Server, call.Tool)), call => Assert.True(Verdicts.ReachesTool(rules, call.Server, call.Tool)));
                Assert.All(
                    narrowed.Agent.Policies.SelectMany(policy => policy.Endpoints ?? []),
                    endpoint => Assert.Contains(narrowed.Providers, provider => provider.Provider == endpoint.Provider));
            }
        }
    });

    private static void AssertNarrower(Compilation before, Compilation after)
    {
        foreach (var (uid, agent) in after.Agents)
        {
            foreach (var model in RandomInventory.Models.Where(model => Verdicts.Reaches(agent.Rules.Rules, model)))
                Assert.True(Verdicts.Reaches(before.Agents[uid].Rules.Rules, model), $"{uid} now reaches {model}");
            foreach (var (server, tool) in Calls.Where(call => Verdicts.ReachesTool(agent.Rules.Rules, call.Server, call.Tool)))
                Assert.True(Verdicts.ReachesTool(before.Agents[uid].Rules.Rules, server, tool), $"{uid} now reaches {tool} of {server}");
            foreach (var host in RandomInventory.Places.Where(host => Verdicts.Connects(agent.Rules.Rules, host)))
                Assert.True(Verdicts.Connects(before.Agents[uid].Rules.Rules, host), $"{uid} now connects to {host}");
            foreach (var name in RandomInventory.Endpoints.Where(name => Verdicts.FindEndpoint(agent.Rules.Rules, name) is not null))
                Assert.True(Verdicts.FindEndpoint(before.Agents[uid].Rules.Rules, name) is not null, $"{uid} now reaches {name}");
        }
    }

    [Fact]
    public void Compile_AnyPolicyOfEgress_HasARuleOfPlacesThatReadAsThemselves() => ForAll(inventory =>
    {
        var servers = inventory.McpServers.Select(server => (server.Metadata.Namespace, server.Spec.Url)).ToList();
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values.Where(agent => !inventory.SidecarsAreInjected))
        {
            foreach (var policy in agent.Rules.Rules.Agent.Policies.Where(policy => policy.Egress is not null))
            {
                var egress = policy.Egress!;
                var texts = (egress.Allow ?? []).Concat(egress.Deny ?? []).Concat(egress.Intercept ?? []).ToList();
                Assert.All(texts, text => Assert.Equal(text, EgressTarget.TryParse(text, out var place, out _) ? $"{place}" : null));
                Assert.True(policy.Ceiling != true || egress.Allow is null);
                Assert.All(egress.Intercept ?? [], host => Assert.True(
                    KnownHosts.CoversOnlyKnown(host) || servers.Exists(server => server.Namespace == agent.Agent.Namespace && server.Url.StartsWith($"https://{host}/", StringComparison.Ordinal))));
            }
        }
    });

    private static bool IsOpen(IEnumerable<(ObjectMeta Metadata, ImmutableArray<string> SharedWith)> objects, string name, string user) =>
        NamespaceOf(name) == user || objects.Any(one => $"{one.Metadata.Namespace}/{one.Metadata.Name}" == name && one.SharedWith.Contains(user));

    private static string NamespaceOf(string name) => name[..name.IndexOf('/', StringComparison.Ordinal)];

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
