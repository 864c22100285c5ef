using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages;

public sealed class RouteStageTests
{
    [Fact]
    public void Run_Conditions_LeaveTheTargetsThatTakeTheCall()
    {
        var route = GivenRouting.Route(null,
            GivenRouting.Target("a", when: "request.metadata.tier == 'gold'"), GivenRouting.Target("b", when: "request.hasTools"),
            GivenRouting.Target("c", weight: 0), GivenRouting.Target("d"));

        Assert.Equal(["a", "d"], ModelsFor(route, """{"metadata":{"tier":"gold"}}"""));
        Assert.Equal(["b", "d"], ModelsFor(route, """{"tools":[{}]}"""));
        Assert.Equal(["d"], ModelsFor(route, "{}"));
    }

    [Fact]
    public void Run_NoConditionHolds_RefusesAndSaysSo()
    {
        var route = GivenRouting.Route(null, GivenRouting.Target("a", when: "request.stream"));

        Assert.True(Run(route, "{}").Stops(out var refusal, out _));
        Assert.Equal(RefusalReason.NoTarget, refusal.Reason);
        Assert.Contains("'shop/chat'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_StickyRoute_KnowsTheConversation()
    {
        var sticky = GivenRouting.Route(GivenRouting.Rule() with { Sticky = true }, GivenRouting.Target("a"));

        Assert.Equal(ConversationOf(sticky, """{"user":"a"}"""), ConversationOf(sticky, """{"user":"a","x":1}"""));
        Assert.NotEqual(ConversationOf(sticky, """{"user":"a"}"""), ConversationOf(sticky, """{"user":"b"}"""));
        Assert.Null(ConversationOf(GivenRouting.Route(null, GivenRouting.Target("a")), "{}"));
    }

    private static ulong? ConversationOf(ModelRoute route, string json)
    {
        Assert.False(Run(route, json).Stops(out _, out var plan));
        return plan.Conversation;
    }

    private static IEnumerable<string?> ModelsFor(ModelRoute route, string json)
    {
        Assert.False(Run(route, json).Stops(out _, out var plan));
        return plan.Targets.Select(target => target.Model);
    }

    private static Step<Plan> Run(ModelRoute route, string json) =>
        RouteStage.Run(GivenRouting.Permit(GivenRouting.Call(json)), Given.Snapshot([Given.Policy("base", "fast")], route));
}
