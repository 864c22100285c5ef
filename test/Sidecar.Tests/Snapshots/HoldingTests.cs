using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

public sealed class HoldingTests
{
    private static readonly McpRule s_github = GivenTools.Allow("search", "write_*", "drop") with
    {
        QuarantineTools = ["search", "write_note*", "drop"],
        DenyTools = ["drop"],
        AllowResources = ["file:///*"],
        AllowPrompts = ["review"],
        Sampling = true,
    };

    private static readonly PolicyRule s_policy = GivenTools.Policy("base", s_github, GivenTools.Rule("docs") with { AllowTools = ["*"] }) with
    {
        AllowModels = ["fast"],
        AllowHostedTools = ["web_search"],
        Endpoints = [new() { Name = "files", Provider = "p" }, new() { Name = "assistants", Provider = "p" }, new() { Name = "responses", Provider = "p" }],
    };

    private static readonly PolicyRule s_audit = s_policy with { Mode = PolicyMode.Audit };

    private static readonly (string What, Ask Ask)[] s_asks =
    [
        ("model", new() { Model = "fast" }),
        ("hosted", new() { Model = "fast", HostedTools = ["web_search"] }),
        ("kept", new() { Model = "fast", Kept = ["responses"] }),
        ("files", new() { Endpoint = "files" }),
        ("assistants", new() { Endpoint = "assistants" }),
        ("search", Of(GivenTools.Tool("search"))),
        ("write_note_1", Of(GivenTools.Tool("write_note_1"))),
        ("write_file", Of(GivenTools.Tool("write_file"))),
        ("drop", Of(GivenTools.Tool("drop"))),
        ("server", Of(new McpAsk(GivenTools.Server, McpSubject.Server))),
        ("docs", Of(new McpAsk("docs", McpSubject.Server))),
        ("docs.read", Of(GivenTools.Tool("read", "docs"))),
        ("resource", Of(GivenTools.Resource("file:///x"))),
        ("prompt", Of(new McpAsk(GivenTools.Server, McpSubject.Prompt, "review"))),
        ("sampling", Of(new McpAsk(GivenTools.Server, McpSubject.Sampling))),
        ("batch", Of(GivenTools.Tool("search"), GivenTools.Tool("write_file"))),
    ];

    [Theory]
    [InlineData(Quarantine.None, "model hosted kept files assistants search write_note_1 write_file server docs docs.read resource prompt sampling batch")]
    [InlineData(Quarantine.ListedToolsOnly, "model files search write_note_1 server")]
    [InlineData(Quarantine.NoTools, "model files")]
    [InlineData(Quarantine.NoModels, "search write_note_1 write_file server docs docs.read resource prompt sampling batch")]
    [InlineData(Quarantine.All, "")]
    public void Decide_Quarantine_LeavesWhatItSays(Quarantine quarantine, string left)
    {
        Assert.Equal(left, Left([s_policy], Rule(quarantine)));
        if (quarantine != Quarantine.None) Assert.Equal(left, Left([s_audit], Rule(quarantine)).Replace(" drop", "", StringComparison.Ordinal)); // An audited denial is none.
        Assert.Equal(left, Left([s_policy, s_audit], Rule(quarantine)));
    }

    [Fact]
    public void Decide_Suspended_LeavesNothing()
    {
        Assert.Equal("", Left([s_policy], new() { SuspendedBy = "Agent shop/a" }));
        Assert.Equal("", Left([s_audit], new() { SuspendedBy = "Agent shop/a", Quarantine = Quarantine.NoTools }));
    }

    [Fact]
    public void Decide_UnknownQuarantine_LeavesNothing() => Assert.Equal("", Left([s_policy], Rule((Quarantine)99)));

    [Fact]
    public void Decide_Held_SaysWhoHowFarAndWhy()
    {
        var suspended = Refused(new() { SuspendedBy = "Namespace shop", Reason = "incident 42" }, new() { Model = "fast" });
        Assert.Equal((RefusalReason.Suspended, "This agent is suspended by Namespace shop: incident 42"), (suspended.Reason, suspended.Message));

        var tool = Refused(Rule(Quarantine.ListedToolsOnly), Of(GivenTools.Tool("write_file")));
        Assert.Equal(RefusalReason.Quarantined, tool.Reason);
        Assert.Equal("This agent is in quarantine (ListedToolsOnly) by Agent shop/a, so of tools it may use only those that its policies list for that (asked for 'write_file').", tool.Message);
        Assert.Equal(("", "quarantine: ListedToolsOnly", "Agent shop/a"), (tool.Decision!.Value.Policy, tool.Decision.Value.Rule, tool.Decision.Value.Held!.QuarantinedBy));
    }

    [Fact]
    public void Decide_ServerThatIsNotThere_IsDeniedAsOneThatIs()
    {
        var rules = new AgentRules([s_policy], Given.Agent, Rule(Quarantine.NoTools));
        Assert.Equal(rules.Decide(new McpAsk("docs", McpSubject.Server)) with { Asked = "" }, rules.DenyServer("nowhere") with { Asked = "" });
    }

    [Fact]
    public void Decide_ListedToolWithACondition_MustMeetIt()
    {
        var rules = new AgentRules([GivenTools.Policy("base", GivenTools.Allow("search") with { QuarantineTools = ["search"], When = "arguments.q == 'x'" }, GivenTools.Allow("search"))], Given.Agent, Rule(Quarantine.ListedToolsOnly));

        Assert.True(rules.Decide(GivenTools.Calling("search", """{"q":"x"}""")).Allowed);
        Assert.Equal(DecisionReason.Quarantined, rules.Decide(GivenTools.Calling("search", """{"q":"y"}""")).Reason);
        Assert.True(rules.Decide(GivenTools.Tool("search")).Allowed); // In a list, where no arguments are known.
    }

    [Theory]
    [InlineData(Quarantine.NoModels, null, true)]
    [InlineData(Quarantine.NoTools, null, true)]
    [InlineData(Quarantine.All, null, false)]
    [InlineData(Quarantine.None, "Agent shop/a", false)]
    public void Egress_Held_IsClosedWhereNothingIsLeft(Quarantine quarantine, string? suspendedBy, bool open)
    {
        var hold = Rule(quarantine) with { SuspendedBy = suspendedBy };
        foreach (var policy in new[] { GivenEgress.Policy("*.example.com 10.0.0.0/8:*"), GivenEgress.Audit("") })
        {
            var rules = new EgressRules([policy], hold);
            Assert.Equal(open, rules.Connect("www.example.com:443").Verdict.Action == EgressAction.Tunnel);
            Assert.Equal(open, rules.Connect("10.1.2.3:443").Verdict.Action == EgressAction.Tunnel);
            Assert.Equal(open, rules.MayResolve("www.example.com"));
            if (!open) Assert.Same(hold, rules.Connect("www.example.com:443").Verdict.Held);
        }
    }

    private static HoldRule Rule(Quarantine quarantine) => new() { Quarantine = quarantine, QuarantinedBy = "Agent shop/a" };

    private static Ask Of(params McpAsk[] asks) => new() { Mcp = [.. asks] };

    private static string Left(PolicyRule[] policies, HoldRule hold)
    {
        var rules = new AgentRules([.. policies], Given.Agent, hold);
        return string.Join(' ', s_asks.Where(one => rules.Decide(one.Ask)!.Value.Allowed).Select(one => one.What));
    }

    private static Refusal Refused(HoldRule hold, Ask ask) => Refusal.Of(new AgentRules([s_policy], Given.Agent, hold).Decide(ask)!.Value, ask.Model);
}
