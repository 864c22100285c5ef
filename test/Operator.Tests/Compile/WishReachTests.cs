using System.Collections.Immutable;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>What the policies want of a pod that does not exist yet: never another answer than the bundle that it will get.</summary>
public sealed class WishReachTests
{
    private const string TwoTeams = """
        apiVersion: aigateway.dev/v1alpha1
        kind: McpServer
        metadata: {name: files, namespace: a}
        spec: {url: https://files.example/mcp}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: McpServer
        metadata: {name: search, namespace: a}
        spec: {url: https://search.example/mcp}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: McpServer
        metadata: {name: other, namespace: b}
        spec: {url: https://other.example/mcp}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: all, namespace: a}
        spec:
          podSelector: {}
          mcp: [{server: search, tools: {allow: [find]}}]
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: writers, namespace: a}
        spec:
          podSelector: {matchLabels: {role: writer}}
          mcp: [{server: files, tools: {allow: [write]}}]
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: stopped, namespace: a}
        spec:
          podSelector: {matchLabels: {stopped: "true"}}
          suspended: true
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: ceiling, namespace: aigateway-system}
        spec:
          podSelector: {matchLabels: {tier: bare}}
          namespaceSelector: {}
          mcp: [{server: "*", tools: {deny: ["*"]}}]
        """;

    private const string Levels = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: a, namespace: "", labels: {pod-security.kubernetes.io/enforce: restricted}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: asks, namespace: a}
        spec: {podSelector: {matchLabels: {asks: "yes"}}, egress: {allow: [x.example]}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: audits, namespace: a}
        spec: {podSelector: {matchLabels: {audits: "yes"}}, mode: Audit, egress: {mode: Redirected, whenUnenforceable: Lower}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: refuses, namespace: a}
        spec: {podSelector: {matchLabels: {refuses: "yes"}}, egress: {mode: Redirected}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: reads, namespace: a}
        spec: {podSelector: {matchLabels: {reads: "yes"}}, egress: {intercept: [api.openai.com], trustedRoots: {configMap: r, key: k}}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: reads-too, namespace: a}
        spec: {podSelector: {matchLabels: {reads: "yes"}}, egress: {intercept: [api.openai.com], trustedRoots: {configMap: later}}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: cannot, namespace: a}
        spec: {podSelector: {matchLabels: {cannot: "yes"}}, egress: {intercept: [not-known.example]}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: broken, namespace: a}
        spec: {podSelector: {matchLabels: {broken: "yes"}}, suspended: 7, egress: {mode: Redirected, whenUnenforceable: Lower}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: broken-there, namespace: a}
        spec: {podSelector: {matchLabels: {broken-there: "yes"}}, egress: {mode: Redirected, whenUnenforceable: Perhaps}}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: ceiling, namespace: aigateway-system}
        spec: {podSelector: {matchLabels: {tier: prod}}, namespaceSelector: {}, egress: {mode: Redirected, intercept: [api.openai.com]}}
        """;

    public static TheoryData<string> Cases => CompileCasesTests.Cases();

    [Theory]
    [InlineData("a", "", "search")]
    [InlineData("a", "role=writer", "files search")]
    [InlineData("a", "role=reader", "search")]
    [InlineData("a", "role=writer stopped=true", "")]
    [InlineData("a", "role=writer tier=bare", "")]
    [InlineData("b", "role=writer", "")]
    [InlineData("nowhere", "", "")]
    public void Of_PodToCome_NamesTheServersThatItsPoliciesReach(string name, string labels, string servers) =>
        Assert.Equal(servers, string.Join(' ', Reach(TwoTeams).Of(name, Labels(labels)).Servers));

    [Theory]
    [InlineData("", false, EgressMode.Cooperative, WhenUnenforceable.Refuse, null, false)]
    [InlineData("asks=yes", true, EgressMode.Cooperative, WhenUnenforceable.Refuse, "a/asks", false)]
    [InlineData("audits=yes", true, EgressMode.Redirected, WhenUnenforceable.Lower, "a/audits", false)]
    [InlineData("asks=yes audits=yes", true, EgressMode.Redirected, WhenUnenforceable.Lower, "a/audits", false)]
    [InlineData("audits=yes refuses=yes", true, EgressMode.Redirected, WhenUnenforceable.Refuse, "a/refuses", false)]
    [InlineData("audits=yes tier=prod", true, EgressMode.Redirected, WhenUnenforceable.Refuse, "aigateway-system/ceiling", true)]
    [InlineData("reads=yes", true, EgressMode.Cooperative, WhenUnenforceable.Refuse, "a/reads", true)]
    [InlineData("cannot=yes", true, EgressMode.Cooperative, WhenUnenforceable.Refuse, "a/cannot", false)]
    [InlineData("broken=yes", true, EgressMode.Redirected, WhenUnenforceable.Lower, "a/broken", false)]
    [InlineData("broken-there=yes", true, EgressMode.Redirected, WhenUnenforceable.Refuse, "a/broken-there", false)]
    internal void Of_PodToCome_IsHeldAsTheHighestOfItsPoliciesAsks(
        string labels, bool hasEgress, EgressMode mode, WhenUnenforceable whenUnenforceable, string? askedBy, bool intercepts)
    {
        var wishes = Reach(Levels).Of("a", Labels(labels));

        Assert.Equal((hasEgress, mode, whenUnenforceable, askedBy, intercepts), (wishes.HasEgress, wishes.Mode, wishes.WhenUnenforceable, wishes.AskedBy, wishes.Intercepts));
        Assert.Equal("restricted", wishes.PodSecurity);
    }

    [Fact]
    public void Of_SeveralPoliciesNameRoots_TakesThoseOfTheFirst()
    {
        Assert.Equal(new TrustedRoots { ConfigMap = "r", Key = "k" }, Reach(Levels).Of("a", Labels("reads=yes tier=prod")).TrustedRoots);
        Assert.Null(Reach(Levels).Of("a", Labels("tier=prod")).TrustedRoots);
    }

    [Fact]
    public void Of_NamespaceNotKnown_SaysNoPodSecurity() => Assert.Null(Reach(Levels).Of("b", Labels("")).PodSecurity);

    [Fact]
    public void Wanted_PodsSelectedAlike_ShareIt()
    {
        var pods = string.Concat("one two".Split(' ').Select(name => $"\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: a, labels: {{refuses: \"yes\"}}}}\n"));
        var agents = BundleCompiler.Compile(CompileCase.Read(Levels + pods).Inventory).Agents.Values.ToList();

        Assert.Equal(2, agents.Count);
        Assert.Equal("a/refuses", agents[0].Wanted.AskedBy);
        Assert.Same(agents[0].Wanted, agents[1].Wanted);
    }

    [Fact]
    public void Of_NothingThere_IsNothing()
    {
        var wishes = BundleCompiler.Compile(new()).Wishes.Of("a", Labels(""));

        Assert.Equal(PodWishes.None with { Servers = wishes.Servers }, wishes);
        Assert.Empty(wishes.Servers);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_PodsOfTheCases_SaysWhatTheirBundlesHold(string name)
    {
        var inventory = CompileCase.Read(File.ReadAllText(Path.Combine(CompileCase.Root(), name, "in.yaml"))).Inventory;

        var compilation = BundleCompiler.Compile(inventory with { SidecarsAreInjected = false });

        // What holds an agent closes its bundle for a while; its pod is made as if nothing did.
        Assert.All(compilation.Agents.Values.Where(agent => agent.Hold is null), agent =>
        {
            var wishes = compilation.Wishes.Of(agent.Pod.Metadata.Namespace, agent.Pod.Metadata.Labels);
            Assert.Equal((agent.Rules.Rules.McpServers ?? []).Select(server => server.Name), wishes.Servers);
            Assert.Equal((agent.Wanted.Mode, agent.Wanted.WhenUnenforceable, agent.Wanted.AskedBy), (wishes.Mode, wishes.WhenUnenforceable, wishes.AskedBy));
            Assert.Equal(agent.Rules.Rules.Agent.Policies.Any(policy => policy.Egress is not null), wishes.HasEgress);
            Assert.Equal(agent.Rules.Rules.Agent.Policies.Any(policy => policy.Egress?.Intercept is not null), wishes.Intercepts);
        });
    }

    private static WishReach Reach(string yaml) => BundleCompiler.Compile(CompileCase.Read(yaml).Inventory).Wishes;

    private static ImmutableDictionary<string, string> Labels(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToImmutableDictionary(pair => pair[0], pair => pair[1]);
}
