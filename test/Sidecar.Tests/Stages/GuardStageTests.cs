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
    public void Run_NoChecks_Passes() => Assert.False(new GuardStage([]).Run(s_plan).Stops(out _, out _));

    [Fact]
    public void Run_SecondRefuses_ThirdIsNotAsked()
    {
        var asked = new List<int>();
        var guard = new GuardStage([
            _ => Note(1, null),
            _ => Note(2, new Refusal(RefusalReason.InvalidField, "no")),
            _ => Note(3, new Refusal(RefusalReason.Internal, "never"))]);

        Assert.True(guard.Run(s_plan).Stops(out var refusal, out _));
        Assert.Equal(RefusalReason.InvalidField, refusal.Reason);
        Assert.Equal([1, 2], asked);

        Refusal? Note(int number, Refusal? verdict)
        {
            asked.Add(number);
            return verdict;
        }
    }

    private static Plan PlanOf()
    {
        Permit.From(new() { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = "m" }, Decision.Allow("p", "m", null)).Stops(out _, out var permit);
        Plan.From(permit!, Given.Route(["m"], Given.Target(new("http://127.0.0.1:1")))).Stops(out _, out var plan);
        return plan!;
    }
}
