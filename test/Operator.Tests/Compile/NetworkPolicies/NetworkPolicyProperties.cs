using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.NetworkPolicies;
using AiGateway.Operator.Resources;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Compile.NetworkPolicies;

/// <summary>The second wall never stands before a door of the first: whatever a pod's sidecar lets through, each NetworkPolicy that selects the pod does too.</summary>
public sealed class NetworkPolicyProperties
{
    [Fact]
    public void Plan_OfAnyPolicyThatSelectsAPod_SaysAllThatItsBundleAllows()
    {
        var met = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var inventory = new RandomInventory(seed).Make();
            var compilation = BundleCompiler.Compile(inventory with { SidecarsAreInjected = false, Policies = [.. inventory.Policies.Select(Generating)] });
            foreach (var agent in compilation.Agents.Values)
            {
                foreach (var plan in compilation.NetworkPolicies.Where(plan => plan.IsKnown && plan.Policy.Namespace == agent.Agent.Namespace && plan.Selector.Matches(agent.Pod.Metadata.Labels)))
                {
                    AssertSays(plan, agent.Rules.Rules);
                    met++;
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Assert.True(met > 100, $"only {met} pods met a plan");
    }

    private static AgentPolicy Generating(AgentPolicy policy) =>
        policy with { Spec = policy.Spec with { Egress = (policy.Spec.Egress ?? new()) with { NetworkPolicy = NetworkPolicyMode.Generate } } };

    private static void AssertSays(NetworkPolicyPlan plan, BundleRules rules)
    {
        var places = rules.Agent.Policies.Where(policy => policy.Mode == PolicyMode.Enforce)
            .SelectMany(policy => policy.Egress?.Allow ?? [])
            .Select(text => EgressTarget.TryParse(text, out var place, out _) ? place : throw new InvalidOperationException(text))
            .ToList();
        foreach (var place in places.Where(place => place.Network is not null)) Assert.Contains((place.Network!.Value, PortRange.Of(place).Single()), plan.Networks);
        foreach (var range in places.Where(place => place.Host is not null).SelectMany(PortRange.Of)) Assert.Contains(range, plan.OpenPorts);
        foreach (var account in rules.Providers.Concat((rules.McpServers ?? []).Select(server => server.Account)))
            Assert.Contains(plan.OpenPorts, range => new Uri(account.BaseUrl).Port is var port && port >= range.First && port <= range.Last);
    }
}
