using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages;

/// <summary>Checks run in their order, and the first refusal is the answer.</summary>
public sealed class GuardStageTests
{
    private static readonly Plan s_plan = PlanOf();

    [Fact]
    public async Task Run_NoChecks_Passes() => Assert.False((await new GuardStage([]).RunAsync(s_plan, TestContext.Current.CancellationToken)).Stops(out _, out _));

    [Fact]
    public async Task Run_SecondRefuses_ThirdIsNotAsked()
    {
        var asked = new List<int>();
        var guard = new GuardStage([
            (_, _) => Note(1, null),
            (_, _) => Note(2, new Refusal(RefusalReason.InvalidField, "no")),
            (_, _) => Note(3, new Refusal(RefusalReason.Internal, "never"))]);

        Assert.True((await guard.RunAsync(s_plan, TestContext.Current.CancellationToken)).Stops(out var refusal, out _));
        Assert.Equal(RefusalReason.InvalidField, refusal.Reason);
        Assert.Equal([1, 2], asked);

        ValueTask<Refusal?> Note(int number, Refusal? verdict)
        {
            asked.Add(number);
            return new(verdict);
        }
    }

    private static Plan PlanOf()
    {
        Permit.From(new() { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = "m" }, Decision.Allow("p", "m", null)).Stops(out _, out var permit);
        Plan.From(permit!, Given.Route(["m"], Given.Target(new("http://127.0.0.1:1")))).Stops(out _, out var plan);
        return plan!;
    }
}
