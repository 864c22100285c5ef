using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Status;
using AiGateway.Operator.Tests.Compile.Incremental;

namespace AiGateway.Operator.Tests.Status;

/// <summary>A leader looks every other second, whether anything happened or not: what that costs in bytes, which are the same on every machine. The bounds are generous.</summary>
public sealed class StatusCostTests
{
    [Fact]
    public async Task WriteAsync_NothingChanged_CostsAThirdAtMostAndWritesNothing()
    {
        var inventory = SmallFleet.Make();
        var turn = new Turn(inventory, BundleCompiler.Compile(inventory));
        var board = new SidecarBoard(TimeProvider.System);
        foreach (var agent in turn.Compilation.Agents.Values) board.Tell(SidecarBoard.Here, Sidecar(agent));
        await MeasureAsync(new(new Sink(), board, TimeProvider.System), turn); // What is made once for all is not counted.

        var writer = new StatusWriter(new Sink(), board, TimeProvider.System);
        var first = await MeasureAsync(writer, turn);
        await MeasureAsync(writer, turn); // Knows now what stands.
        var writes = writer.Writes;
        var again = await MeasureAsync(writer, turn);

        Assert.InRange(again, 0, first / 3);
        Assert.Equal(turn.Compilation.Resources.Length, writes);
        Assert.Equal(writes, writer.Writes);
    }

    private static async Task<long> MeasureAsync(StatusWriter writer, Turn turn)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var writing = writer.WriteAsync(turn, TestContext.Current.CancellationToken);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(writing.IsCompleted, "a part of it ran on another thread, and was not counted");
        await writing;
        return cost;
    }

    private static SidecarState Sidecar(AgentBundle agent) => new()
    {
        PodUid = agent.Agent.PodUid,
        Namespace = agent.Agent.Namespace,
        Pod = agent.Agent.Pod,
        Stream = agent.Agent.PodUid,
        Version = "0.1.0",
        Epoch = "epoch",
        Features = Features.All,
        InForce = new() { Revision = agent.Rules.Revision, Positions = [], Sources = agent.Rules.Rules.Sources },
    };

    private sealed class Sink : IStatusSink
    {
        public Task<IReadOnlyCollection<ResourceStatus>> WriteAsync(IReadOnlyCollection<ResourceStatus> changed, IReadOnlyCollection<ResourceStatus> all, CancellationToken cancellationToken) =>
            Task.FromResult(changed);
    }
}
