using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Unread;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Unread;

/// <summary>What a session begins to use is found by rules that come at the very same moment.</summary>
public sealed class RealtimeJudgeTests
{
    private const int Rounds = 1000;

    private static readonly PolicyRule s_policy = Given.Policy("base", "live") with { AllowHostedTools = ["web_search"] };

    [Fact]
    public void Judge_HeldAtTheSameMoment_IsRefusedOrCut()
    {
        var open = Given.Snapshot([s_policy]);
        var held = open.Held(GivenHolds.In(Quarantine.NoTools), s_policy);
        var holder = new SnapshotHolder();
        using var together = new Barrier(2);
        var asked = Encoding.UTF8.GetBytes($$$"""{"type":"session.update","session":{"instructions":"{{{new string('a', 20_000)}}}","tools":[{"type":"web_search"}]}}""");
        using var live = new LiveCalls(new() { MaxConcurrentCalls = 1 }, holder, TimeProvider.System);
        for (var round = 0; round < Rounds; round++)
        {
            holder.Swap(open);
            var call = new Call { Operation = Operation.Realtime, Dialect = Dialect.OpenAi, Model = "live" };
            Assert.False(Permit.From(call, open.Decide(call.Ask)).Stops(out _, out var permit));
            var handle = new LiveCall(permit);
            Assert.True(live.TryAdmit(handle, open));
            using var message = GivenTools.Body(asked);
            Refusal? refusal = null;

            Parallel.Invoke(
                () =>
                {
                    together.SignalAndWait();
                    Thread.SpinWait(round);
                    holder.Swap(held);
                },
                () =>
                {
                    together.SignalAndWait();
                    refusal = RealtimeJudge.Judge(call, message, holder);
                });

            Assert.Equal(RefusalReason.Quarantined, (refusal ?? handle.Refusal)?.Reason);
            live.Release(handle);
        }
    }
}
