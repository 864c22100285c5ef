using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.NetworkPolicies;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Compile.NetworkPolicies;

/// <summary>What the golden cases do not show of generated NetworkPolicies: older API servers, long names, and every address that must never be reached.</summary>
public sealed class NetworkPolicyTests
{
    private static readonly NetworkPolicyServer Old = NetworkPolicyServer.Of(new ServerVersion { Major = "1", Minor = "20+" }, 9443);

    [Theory]
    [InlineData("10.0.0.0/8:8000-8063", 64)]
    [InlineData("10.0.0.0/8:8000-8001", 2)]
    [InlineData("10.0.0.0/8:443", 1)]
    [InlineData("x.example", 2)]
    public void Write_ServerWithoutRanges_SaysEachPort(string allow, int ports)
    {
        var rule = Rules(Write(Old, allow))[2]!;

        Assert.Equal(ports, rule["ports"]!.AsArray().Select(port => (int)port!["port"]!).Distinct().Count());
        Assert.DoesNotContain("endPort", rule.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ServerWithoutRanges_LeavesALongRangeOutInsteadOfOpeningAllPorts()
    {
        Assert.Equal(2, Rules(Write(Old, "10.0.0.0/8:8000-8064")).Count);
        Assert.Equal("""[{"protocol":"TCP"}]""", Rules(Write(Old, "10.0.0.0/8:*"))[2]!["ports"]!.ToJsonString());
        Assert.Equal("""[{"protocol":"TCP","port":22}]""", Rules(Write(Old, "10.0.0.0/8:8000-8064", "x.example:22", "y.example:1-100"))[2]!["ports"]!.ToJsonString());
    }

    [Fact]
    public void Write_ServerWithoutNamesOfNamespaces_FindsTheOperatorByItsOwnLabel()
    {
        Assert.Equal("""{"aigateway.dev/control-plane":"true"}""", OperatorOf(Write(Old, "x.example")));
        Assert.Equal("""{"kubernetes.io/metadata.name":"aigateway-system"}""", OperatorOf(Write(new(), "x.example")));
        Assert.Equal(9443, (int)Rules(Write(Old))[1]!["ports"]![0]!["port"]!);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.2")]
    [InlineData("169.254.170.23")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd00:ec2::23")]
    [InlineData("fd20:ce::254")]
    [InlineData("fe80::1")]
    public void Write_AddressThatIsNeverReached_IsInNoBlock(string text)
    {
        var address = IPAddress.Parse(text);
        Assert.NotNull(AddressGuard.RefuseAddress(address, named: false));

        var blocks = Rules(Write(new(), "x.example", "0.0.0.0/0:22", "[::/0]:22", "100.100.0.0/16:1", "[fd00::/8]:*")).Skip(2)
            .SelectMany(rule => rule!["to"]!.AsArray())
            .Select(peer => peer!["ipBlock"])
            .OfType<JsonNode>()
            .ToList();

        Assert.True(blocks.Count >= 4);
        Assert.DoesNotContain(blocks, block => Contains(block["cidr"]!, address) && !(block["except"]?.AsArray() ?? []).Any(except => Contains(except!, address)));
        Assert.All(blocks, block => Assert.All(block["except"]?.AsArray() ?? [], except => Assert.NotEqual((string?)block["cidr"], (string?)except)));
    }

    [Fact]
    public void NameOf_LongNames_AreBoundedAndTellApart()
    {
        var longest = new string('a', 243);

        Assert.Equal("aigateway-" + longest, NetworkPolicyPlan.NameOf(longest));
        var (one, other) = (NetworkPolicyPlan.NameOf(longest + "b"), NetworkPolicyPlan.NameOf(longest + "c"));
        Assert.Equal(253, one.Length);
        Assert.NotEqual(one, other);
        Assert.Matches("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$", NetworkPolicyPlan.NameOf(new string('a', 225) + "." + new string('b', 27)));
    }

    [Fact]
    public void Compile_NetworkPolicyNotKept_IsACondition_AndThePolicyHolds()
    {
        var inventory = InventoryOf(["x.example"]) with { NetworkPolicies = new() { Problems = ImmutableDictionary<string, string>.Empty.Add("uid", "NetworkPolicy \"n\" is not kept: why") } };

        var found = Assert.Single(Assert.Single(BundleCompiler.Compile(inventory).Resources).Diagnostics);

        Assert.Equal(("ResolvedRefs", Reasons.NetworkPolicyNotKept, "spec.egress.networkPolicy"), (found.Condition, found.Reason, found.Field));
        Assert.Null(NamespaceCompiler.Compile(inventory)["a"].Policies[0].Rule.Unfit);
        Assert.Single(BundleCompiler.Compile(inventory).NetworkPolicies);
    }

    [Fact]
    public void Compile_NoCluster_SaysThatNothingIsKept()
    {
        var inventory = InventoryOf(["x.example"]) with { NetworkPolicies = NetworkPolicyState.NoCluster };

        Assert.Equal(Reasons.NetworkPolicyNotKept, Assert.Single(Assert.Single(BundleCompiler.Compile(inventory).Resources).Diagnostics).Reason);
    }

    [Fact]
    public void Compile_PortsThatTheServerHasNoRangeFor_AreSaid()
    {
        var inventory = InventoryOf(["x.example:1-64", "y.example:1-65", "10.0.0.0/8:*"]) with { NetworkPolicies = new() { HasPortRanges = false } };

        var found = Assert.Single(Assert.Single(BundleCompiler.Compile(inventory).Resources).Diagnostics);

        Assert.Equal((Reasons.NetworkPolicyPorts, "spec.egress.allow[1]"), (found.Reason, found.Field));
        Assert.Null(NamespaceCompiler.Compile(inventory)["a"].Policies[0].Rule.Unfit);
    }

    private static JsonNode Write(NetworkPolicyServer server, params string[] allow) =>
        JsonNode.Parse(NetworkPolicyJson.Write(Assert.Single(BundleCompiler.Compile(InventoryOf([.. allow])).NetworkPolicies), server).Span)!;

    private static JsonArray Rules(JsonNode policy) => policy["spec"]!["egress"]!.AsArray();

    private static string OperatorOf(JsonNode policy) => Rules(policy)[1]!["to"]![0]!["namespaceSelector"]!["matchLabels"]!.ToJsonString();

    private static bool Contains(JsonNode cidr, IPAddress address) =>
        IPNetwork.Parse((string)cidr!) is var network && network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address);

    private static Inventory InventoryOf(ImmutableArray<string> allow) => new()
    {
        Policies =
        [
            new AgentPolicy
            {
                Metadata = new() { Namespace = "a", Name = "p", Uid = "uid" },
                Spec = new() { PodSelector = new(), Egress = new() { Allow = allow, NetworkPolicy = NetworkPolicyMode.Generate } },
            },
        ],
    };
}
