using AiGateway.Operator.Compile;

namespace AiGateway.Operator.Tests.Compile.Incremental;

/// <summary>What a turn costs in which little changed: bytes, which are the same on every machine; the bounds are generous.</summary>
public sealed class IncrementalCostTests
{
    [Fact]
    public void Compile_OnePolicyChanged_CostsAFewPercentOfTheWhole()
    {
        var inventory = SmallFleet.Make();
        var (before, whole) = Measure(() => BundleCompiler.Compile(inventory));
        var changed = inventory with { Policies = inventory.Policies.SetItem(7, SmallFleet.Policy("team-7", 2)) };
        var (after, cost) = Measure(() => BundleCompiler.Compile(changed, before));

        Assert.InRange(cost, 0, whole / 8);
        Assert.Equal(SmallFleet.Pods / SmallFleet.Namespaces, after.Agents.Values.Count(agent => !ReferenceEquals(agent.Rules, before.Agents[agent.Agent.PodUid].Rules)));
    }

    [Fact]
    public void Compile_OnePodChanged_MakesNoRulesAnew()
    {
        var inventory = SmallFleet.Make();
        var (before, whole) = Measure(() => BundleCompiler.Compile(inventory));
        var changed = inventory with { Pods = inventory.Pods.SetItem(7, inventory.Pods[7] with { Status = new() { Phase = "Pending" } }) };
        var (after, cost) = Measure(() => BundleCompiler.Compile(changed, before));

        Assert.InRange(cost, 0, whole / 10);
        Assert.All(after.Agents.Values, agent => Assert.Same(before.Agents[agent.Agent.PodUid].Rules, agent.Rules));
    }

    [Fact]
    public void Compile_CredentialSharedByAll_IsMadeAnewForAll()
    {
        var inventory = SmallFleet.Make();
        var shared = inventory with { Credentials = inventory.Credentials.SetItem(0, SmallFleet.Credential("team-0", sharedWith: "team-1")) };
        var before = BundleCompiler.Compile(shared);
        var after = BundleCompiler.Compile(shared with { Credentials = shared.Credentials.SetItem(0, SmallFleet.Credential("team-0", sharedWith: "team-2")) }, before);

        Assert.All(after.Agents.Values, agent => Assert.NotSame(before.Agents[agent.Agent.PodUid].Rules, agent.Rules));
    }

    private static (Compilation Made, long Bytes) Measure(Func<Compilation> compile)
    {
        compile(); // What is made once for all is not counted.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var made = compile();
        return (made, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
