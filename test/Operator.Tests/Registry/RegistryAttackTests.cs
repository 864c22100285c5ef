namespace AiGateway.Operator.Tests.Registry;

/// <summary>What somebody who may make pods in one namespace tries against the inventory.</summary>
public sealed class RegistryAttackTests
{
    private readonly RegistryGiven _given = new();

    [Fact]
    public async Task Pods_OfEverNewNamesThatComeAndGo_LeaveNoMoreAgentsThanANamespaceMayHave()
    {
        for (var index = 0; index < 520; index++) _given.Pod($"n{index}-1");
        await _given.RunAsync(TimeSpan.FromSeconds(100));
        Assert.Equal(520, _given.Agents.Agents.Count);

        for (var index = 0; index < 520; index++) _given.Gone($"n{index}-1");
        await _given.RunAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(500, _given.Agents.Agents.Count);
    }
}
