using AiGateway.Operator.Registry;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Tests.Registry;

public sealed class AgentJsonTests
{
    /// <summary>A suspension is told at once by the other writer of the status: the registry has written nothing for that, and need not wait a minute.</summary>
    [Fact]
    public void WrittenIn_StatusOfTheOtherWriterAlone_IsNothing()
    {
        var agent = new Agent { Spec = new() { Workload = new() { Kind = "Pod", Name = "buyer" } }, Status = new() { Held = "Suspended", ObservedGeneration = 1 } };

        Assert.True(AgentJson.WrittenIn(agent).IsEmpty);
        Assert.True(AgentJson.WrittenIn(agent with { Status = null }).IsEmpty);
        Assert.False(AgentJson.WrittenIn(agent with { Status = agent.Status with { Pods = new() { Count = 1 } } }).IsEmpty);
    }
}
