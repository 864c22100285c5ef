using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Ledgers;

/// <summary>What a call that ended leaves in the ledger: told as <c>name used/denied</c>.</summary>
public sealed class UsedTallyTests
{
    private readonly UsedLedger _ledger = new();

    [Fact]
    public void Add_CallOfModelWithHostedTool_IsUsed() => Assert.Equal(["fast 1/0", "web_search 1/0"], Tell(CallOf("fast", "web_search"), Given.Policy("base", "fast") with { AllowHostedTools = ["web_search"] }));

    [Fact]
    public void Add_DeniedModel_IsDenied() => Assert.Equal(["other 0/1"], Tell(CallOf("other"), Given.Policy("base", "fast")));

    [Fact]
    public void Add_DeniedHostedTool_IsDeniedAlone() => Assert.Equal(["shell 0/1"], Tell(CallOf("fast", "shell"), Given.Policy("base", "fast")));

    [Fact]
    public void Add_SuspendedAgent_IsDeniedAll() => Assert.Equal(["fast 0/1", "shell 0/1"], Tell(CallOf("fast", "shell"), Given.Policy("base", "fast") with { Suspended = true }));

    [Fact]
    public void Add_AgentWithoutPolicy_IsDeniedAll() => Assert.Equal(["fast 0/1"], Tell(CallOf("fast")));

    [Fact]
    public void Add_AuditedDenial_IsBoth() => Assert.Equal(["fast 1/1"], Tell(CallOf("fast"), Given.Policy("trial", "slow") with { Mode = PolicyMode.Audit }));

    [Fact]
    public void Add_AuditedDenialOfTool_LeavesTheModelUndenied() => Assert.Equal(
        ["fast 1/0", "shell 1/1"], Tell(CallOf("fast", "shell"), Given.Policy("trial", "fast") with { Mode = PolicyMode.Audit }));

    [Fact]
    public void Add_AllowedWithoutRoute_IsNoUse() => Assert.Empty(Tell(CallOf("fast"), plan: false, Given.Policy("base", "*")));

    [Fact]
    public void Add_ToolsOfServers_AreToldByServer() => Assert.Equal(
        ["docs file:///a 1/0", "docs/add 1/0", "docs/greet 1/0"],
        Tell(McpOf(new("docs", McpSubject.Tool, "add"), new("docs", McpSubject.Prompt, "greet"), new("docs", McpSubject.Resource, "file:///a"), new("docs", McpSubject.Server)), Given.Policy("base", "*") with { Mcp = [AllowAll] }));

    [Fact]
    public void Add_DeniedToolInBatch_IsDeniedAlone() => Assert.Equal(
        ["docs/drop 0/1"],
        Tell(McpOf(new("docs", McpSubject.Tool, "add"), new("docs", McpSubject.Tool, "drop")), Given.Policy("base", "*") with { Mcp = [AllowAll with { DenyTools = ["drop"] }] }));

    [Fact]
    public void Add_GuardedNames_AreNotTold()
    {
        var call = McpOf(new McpAsk("docs", McpSubject.Tool, "add"));
        call.Mcp!.HidesNames = true;

        Assert.Empty(Tell(call, Given.Policy("base", "*") with { Mcp = [AllowAll] }));
    }

    [Theory]
    [InlineData("x.example.com:443", "x.example.com:443 1/0")]
    [InlineData("evil.example.com:443", "evil.example.com:443 0/1")]
    [InlineData("trial.example.com:443", "trial.example.com:443 1/1")]
    [InlineData("192.0.2.7:22", "192.0.2.7:22 0/1")]
    [InlineData("api.openai.com:443", null)]
    public void Add_Connection_IsToldUnlessItsCallsAre(string to, string? told)
    {
        var snapshot = GivenEgress.Snapshot(GivenEgress.Policy("*.example.com !api.openai.com -evil.example.com"), GivenEgress.Audit("-trial.example.com"));
        var colon = to.LastIndexOf(':');
        var record = new EgressRecord("c", DateTimeOffset.UnixEpoch, 0) { Via = EgressVia.Connect, Snapshot = snapshot };
        var dialled = System.Net.IPEndPoint.TryParse(to, out var parsed) ? parsed : null;
        record.Ask = new() { Name = dialled is null ? to[..colon] : null, Port = int.Parse(to[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), Dialled = dialled };
        record.Verdict = snapshot.Egress.DecideAgain(record.Ask);

        new UsedTally(_ledger).Add(record);

        Assert.Equal(told is null ? [] : [told], Told());
    }

    private static McpRule AllowAll => new() { Server = "docs", AllowTools = ["*"], AllowPrompts = ["*"], AllowResources = ["*"] };

    private static Call CallOf(string model, params string[] hostedTools)
    {
        var call = new Call { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = model };
        call.Use([.. hostedTools], []);
        return call;
    }

    private static Call McpOf(params McpAsk[] asks) => new()
    {
        Operation = Operation.Mcp, Dialect = Dialect.Mcp, Mcp = new() { Server = "docs", Verb = McpVerb.Post, Asks = [.. asks] },
    };

    private string[] Tell(Call call, params PolicyRule[] policies) => Tell(call, plan: true, policies);

    private string[] Tell(Call call, bool plan, params PolicyRule[] policies)
    {
        var snapshot = Given.Snapshot(policies, Given.Route([], Given.Target(new("http://127.0.0.1"))));
        var record = new CallRecord("c", DateTimeOffset.UnixEpoch, 0) { Call = call, Snapshot = snapshot };
        if (!Permit.From(call, snapshot.Rules.Decide(call.Ask)).Stops(out record.Refusal, out record.Permit) && plan) record.Plan = PlanOf(record.Permit);
        new UsedTally(_ledger).Add(record);
        return Told();
    }

    private static Plan? PlanOf(Permit permit) => Plan.From(permit, Given.Route([], Given.Target(new("http://127.0.0.1")))).Stops(out _, out var plan) ? null : plan;

    private string[] Told() => [.. _ledger.ToThings().Select(thing => $"{thing.Name} {thing.Used}/{thing.Denied}").Order(StringComparer.Ordinal)];
}
