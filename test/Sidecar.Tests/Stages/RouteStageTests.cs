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

    [Fact]
    public void Run_ToolCall_GoesToTheServer()
    {
        var snapshot = GivenTools.Snapshot([GivenTools.Policy("a", GivenTools.Allow("search"))], GivenTools.Server);

        Assert.False(AuthorizeStage.Run(GivenTools.Call(GivenTools.Tool("search")), snapshot).Stops(out _, out var permit));
        Assert.False(RouteStage.Run(permit, snapshot).Stops(out _, out var plan));
        Assert.Same(snapshot.Servers[GivenTools.Server].Provider, Assert.Single(plan.Targets).Provider);
    }

    [Fact]
    public void Authorize_ServerThatIsNotThereOrNotAllowed_AnswersAlike()
    {
        var rule = GivenTools.Rule("*") with { AllowTools = ["*"] };
        var absent = RefusalOf(GivenTools.Snapshot([GivenTools.Policy("a", rule)], "other"), "docs");
        var forbidden = RefusalOf(GivenTools.Snapshot([GivenTools.Policy("a", GivenTools.Allow("search"))], GivenTools.Server, "docs"), "docs");

        Assert.Equal(RefusalReason.McpServerNotAllowed, absent.Reason);
        Assert.Equal(absent, forbidden);
    }

    [Fact]
    public void Authorize_StreamWithoutAsks_IsJudgedByItsServer()
    {
        var call = new Call { Operation = Operation.Mcp, Dialect = Dialect.Mcp, Mcp = new() { Server = "docs", Verb = McpVerb.Get } };

        Assert.True(AuthorizeStage.Run(call, GivenTools.Snapshot([GivenTools.Policy("a", GivenTools.Allow("search"))], "docs")).Stops(out var refusal, out _));
        Assert.Equal(RefusalReason.McpServerNotAllowed, refusal.Reason);
    }

    private static Refusal RefusalOf(Snapshot snapshot, string server)
    {
        Assert.True(AuthorizeStage.Run(GivenTools.Call(GivenTools.Tool("x", server)), snapshot).Stops(out var refusal, out _));
        return refusal;
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
