using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>What may be asked of tool servers: allows are united, a denial wins, what no entry allows is denied, and the decision names the entry.</summary>
public sealed class McpRulesTests
{
    private static readonly PolicyRule s_open = GivenTools.Policy("open", GivenTools.Allow("get_*", "search") with { DenyTools = ["get_secret*"] });
    private static readonly PolicyRule s_each = GivenTools.Policy("each", GivenTools.Rule("*") with { AllowTools = ["ping"], DenyTools = ["drop_*"] });

    [Theory]
    [InlineData("search", "Allowed", "mcp[github].tools.allow: search")]
    [InlineData("get_issue", "Allowed", "mcp[github].tools.allow: get_*")]
    [InlineData("get_secret_key", "ToolDenied", "mcp[github].tools.deny: get_secret*")]
    [InlineData("delete_repo", "ToolNotAllowed", "mcp[github].tools.allow")]
    [InlineData("ping", "Allowed", "mcp[*].tools.allow: ping")]
    [InlineData("drop_table", "ToolDenied", "mcp[*].tools.deny: drop_*")]
    public void Decide_Tool_NamesTheEntry(string tool, string reason, string rule)
    {
        var decision = Decide([s_open, s_each], GivenTools.Tool(tool));

        Assert.Equal((reason, rule), (decision.Reason.ToString(), decision.Rule));
        Assert.Equal(decision.Allowed ? null : tool, decision.Asked);
    }

    [Theory]
    [InlineData("docs", "McpServerNotAllowed")]
    [InlineData("github", "Allowed")]
    public void Decide_Server_NeedsAnAllowOfAnything(string server, string reason) =>
        Assert.Equal(reason, Decide([s_open], new(server, McpSubject.Server)).Reason.ToString());

    [Fact]
    public void Decide_ToolOfAServerWithoutAllow_NamesTheServerAlone()
    {
        var decision = Decide([s_open, GivenTools.Policy("deny", GivenTools.Rule("docs") with { DenyTools = ["read"] })], GivenTools.Tool("read", server: "docs"));

        Assert.Equal((DecisionReason.McpServerNotAllowed, "docs", "mcp"), (decision.Reason, decision.Asked, decision.Rule));
    }

    [Fact]
    public void Decide_AllowAndDenyInDifferentPolicies_DenyWins() =>
        Assert.Equal("ToolDenied", Reason([s_open, GivenTools.Policy("deny", GivenTools.Deny("search"))], GivenTools.Tool("search")));

    [Fact]
    public void Decide_Ceiling_DeniesAndNeverAllows()
    {
        Assert.Equal("ToolDenied", Reason([s_open, GivenTools.Ceiling("top", GivenTools.Rule("*") with { DenyTools = ["search"] })], GivenTools.Tool("search")));
        Assert.Equal("ToolNotAllowed", Reason([s_open, GivenTools.Ceiling("top", GivenTools.Allow("*"))], GivenTools.Tool("delete_repo")));
        Assert.Equal("ToolDenied", Reason([GivenTools.Audit("try", GivenTools.Allow("*")), GivenTools.Ceiling("top", GivenTools.Deny("x"))], GivenTools.Tool("x")));
    }

    [Fact]
    public void Decide_AuditBesideEnforce_LeavesAWordAndWidensNothing()
    {
        var audit = GivenTools.Audit("try", GivenTools.Allow("delete_repo") with { DenyTools = ["search"] });

        Assert.Equal("shop/try: mcp[github].tools.deny: search", Decide([s_open, audit], GivenTools.Tool("search")).WouldDeny);
        Assert.Equal("ToolNotAllowed", Reason([s_open, audit], GivenTools.Tool("delete_repo")));
    }

    [Fact]
    public void Decide_AllAudit_AllowsAndSaysWhatWouldBe()
    {
        var audit = GivenTools.Audit("try", GivenTools.Allow("search") with { When = "arguments.q != 'x'" });

        Assert.Equal("shop/try: mcp[github].tools.allow", Allowed([audit], GivenTools.Tool("other")).WouldDeny);
        Assert.Equal("shop/try: mcp[github].tools.allow: search, when: does not hold", Allowed([audit], GivenTools.Calling("search", """{"q":"x"}""")).WouldDeny);
        Assert.Equal("shop/try: mcp[*]", Allowed([audit], new("docs", McpSubject.Server)).WouldDeny);
        Assert.Null(Allowed([audit], GivenTools.Calling("search", """{"q":"y"}""")).WouldDeny);
        Assert.Equal("mode: Audit", Allowed([audit], GivenTools.Tool("other")).Rule);
    }

    [Fact]
    public void Decide_SuspendedUnfitOrUnselected_ComesFirst()
    {
        Assert.Equal("Suspended", Reason([s_open with { Suspended = true }], GivenTools.Tool("search")));
        Assert.Equal("PolicyUnfit", Reason([s_open with { Unfit = "too new" }], GivenTools.Tool("search")));
        Assert.Equal("NoPolicy", Reason([GivenTools.Ceiling("top", GivenTools.Allow("*"))], GivenTools.Tool("search")));
        Assert.Equal("NoPolicy", new AgentRules([]).DenyServer("github").Reason.ToString());
    }

    [Theory]
    [InlineData("""{"amount":5}""", "Allowed", "mcp[github].tools.allow: refund")]
    [InlineData("""{"amount":500}""", "ToolConditionNotMet", "mcp[github].tools.allow: refund, when: does not hold")]
    [InlineData("{}", "ToolConditionNotMet", "mcp[github].tools.allow: refund, when: has no value (no_such_key)")]
    [InlineData("""{"amount":"5"}""", "ToolConditionNotMet", "mcp[github].tools.allow: refund, when: has no value (wrong_type)")]
    public void Decide_When_MustHold(string arguments, string reason, string rule)
    {
        var decision = Decide([GivenTools.Policy("shop", GivenTools.Allow("refund") with { When = "arguments.amount < 100" })], GivenTools.Calling("refund", arguments));

        Assert.Equal((reason, rule), (decision.Reason.ToString(), decision.Rule));
    }

    [Fact]
    public void Decide_WhenNotMetAndAnotherEntryAllows_Allows() =>
        Assert.Equal("mcp[github].tools.allow: re*", Decide([GivenTools.Policy("a", GivenTools.Allow("refund") with { When = "false" }, GivenTools.Allow("re*"))], GivenTools.Calling("refund", "{}")).Rule);

    [Fact]
    public void Decide_When_KnowsServerToolAndAgent()
    {
        const string When = "server == 'github' && tool == 'refund' && agent.namespace == 'shop' && agent.workload == 'buyer' && agent.serviceAccount == 'buyer' && agent.pod == 'buyer-7d9f-x2'";

        Assert.Equal("Allowed", Reason([GivenTools.Policy("a", GivenTools.Allow("refund") with { When = When })], GivenTools.Calling("refund", "{}")));
    }

    [Theory]
    [InlineData("arguments.amount < 100", true)]
    [InlineData("tool == 'refund' && arguments.amount < 100", true)]
    [InlineData("tool == 'other' && arguments.amount < 100", false)]
    [InlineData("!has(arguments.amount)", true)]
    [InlineData("agent.namespace == 'other'", false)]
    public void Decide_ArgumentsUnknown_OnlyADefiniteFalseHides(string when, bool shown) =>
        Assert.Equal(shown, Decide([GivenTools.Policy("a", GivenTools.Allow("refund") with { When = when })], GivenTools.Tool("refund")).Allowed);

    [Fact]
    public void Decide_ConditionDoesNotAskForArguments_TheyAreNotRead()
    {
        var ask = GivenTools.Tool("refund") with { Arguments = () => throw new InvalidOperationException("read") };

        Assert.Equal("Allowed", Reason([GivenTools.Policy("a", GivenTools.Allow("refund") with { When = "tool == 'refund'" })], ask));
    }

    [Fact]
    public void Decide_TwoConditionsAskForArguments_TheyAreReadOnce()
    {
        var reads = 0;
        var ask = GivenTools.Tool("refund") with { Arguments = () => ++reads > 0 ? CelValue.Of(CelFault.WrongType) : default };

        Decide([GivenTools.Policy("a", GivenTools.Allow("refund") with { When = "arguments.a == 1" }, GivenTools.Allow("re*") with { When = "arguments.b == 1" })], ask);

        Assert.Equal(1, reads);
    }

    [Theory]
    [InlineData(null, null, "ClientRequestNotAllowed", "mcp[github].sampling")]
    [InlineData(true, null, "Allowed", "mcp[github].sampling: Allow")]
    [InlineData(true, false, "ClientRequestNotAllowed", "mcp[github].sampling: Deny")]
    public void Decide_Sampling_IsThreefold(bool? first, bool? second, string reason, string rule)
    {
        var decision = Decide([GivenTools.Policy("a", GivenTools.Allow("x") with { Sampling = first }), GivenTools.Policy("b", GivenTools.Rule() with { Sampling = second })], new("github", McpSubject.Sampling));

        Assert.Equal((reason, rule), (decision.Reason.ToString(), decision.Rule));
    }

    [Fact]
    public void Decide_ElicitationAndRoots_AreDecidedByThemselves()
    {
        PolicyRule[] policies = [GivenTools.Policy("a", GivenTools.Rule() with { Elicitation = true, Roots = false })];

        Assert.Equal(["Allowed", "ClientRequestNotAllowed", "ClientRequestNotAllowed"],
            new[] { McpSubject.Elicitation, McpSubject.Roots, McpSubject.Sampling }.Select(subject => Reason(policies, new("github", subject))));
    }

    [Theory]
    [InlineData("file:///pub/a.txt", "Allowed")]
    [InlineData("file:///pub/keys/id", "ResourceDenied")]
    [InlineData("file:///etc/passwd", "ResourceNotAllowed")]
    [InlineData("db://orders", "Allowed")]
    [InlineData("DB://orders", "ResourceNotAllowed")]
    public void Decide_Resource_ByUri(string uri, string reason) => Assert.Equal(reason, Reason([Resources()], GivenTools.Resource(uri)));

    [Theory]
    [InlineData("file:///pub/{name}", true)]
    [InlineData("file:///{+path}", true)]
    [InlineData("{+uri}", true)]
    [InlineData("file:///etc/{name}", false)]
    [InlineData("file:///pub/keys/{id}", false)]
    [InlineData("db://orders{?id}", true)]
    public void Decide_Template_IsAllowedWhereSomeUriMayBe(string template, bool allowed) =>
        Assert.Equal(allowed, Decide([Resources()], GivenTools.Resource(template) with { IsTemplate = true }).Allowed);

    [Fact]
    public void Decide_Prompt_ByName()
    {
        PolicyRule[] policies = [GivenTools.Policy("a", GivenTools.Rule() with { AllowPrompts = ["review*"], DenyPrompts = ["review_all"] })];

        Assert.Equal(["Allowed", "PromptDenied", "PromptNotAllowed"],
            new[] { "review_one", "REVIEW_ALL", "write" }.Select(name => Reason(policies, new("github", McpSubject.Prompt, name))));
    }

    [Fact]
    public void Decide_TaskOfNobody_IsUnknown()
    {
        Assert.Equal("TaskUnknown", Reason([s_open], GivenTools.Tool(null)));
        Assert.Equal("McpServerNotAllowed", Reason([s_open], GivenTools.Tool(null, server: "docs")));
    }

    [Fact]
    public void Decide_Batch_TheFirstDenialDecides()
    {
        var asks = new Ask { Mcp = [GivenTools.Tool("search"), GivenTools.Tool("delete_repo"), GivenTools.Tool("get_secret")] };

        Assert.Equal("delete_repo", new AgentRules([s_open]).Decide(asks)!.Value.Asked);
    }

    [Theory]
    [InlineData("search", false)]
    [InlineData("refund", true)]
    [InlineData("drop", true)]
    [InlineData("other", false)]
    public void Decide_DenyAsError_IsTheDecidingRules(string tool, bool asError)
    {
        PolicyRule[] policies = [GivenTools.Policy("a", GivenTools.Deny("search"), GivenTools.Allow("refund") with { When = "false", DenyAsError = true }, GivenTools.Deny("drop") with { DenyAsError = true })];

        var decision = Decide(policies, GivenTools.Calling(tool, "{}"));

        Assert.Equal((false, asError), (decision.Allowed, decision.DenyAsError));
    }

    [Fact]
    public void Decide_NoEntryMatches_IsAnErrorOnlyWhereEveryRuleSaysSo()
    {
        var rule = GivenTools.Allow("x") with { DenyAsError = true };

        Assert.True(Decide([GivenTools.Policy("a", rule), GivenTools.Policy("b", rule)], GivenTools.Tool("y")).DenyAsError);
        Assert.False(Decide([GivenTools.Policy("a", rule), GivenTools.Policy("b", GivenTools.Allow("z"))], GivenTools.Tool("y")).DenyAsError);
    }

    [Fact]
    public void Decide_AuditValues_IsTheAllowingRules()
    {
        PolicyRule[] policies = [GivenTools.Policy("a", GivenTools.Allow("x", "z") with { AuditValues = true }, GivenTools.Allow("y"))];

        Assert.Equal([true, false], new[] { "x", "y" }.Select(tool => Decide(policies, GivenTools.Tool(tool)).AuditValues));
        Assert.False(new AgentRules([.. policies]).Decide(new Ask { Mcp = [GivenTools.Tool("x"), GivenTools.Tool("y")] })!.Value.AuditValues);
    }

    [Fact]
    public void Sentence_NamesWhatPolicyAndEntry()
    {
        Assert.Equal("The tool 'get_secret' is denied by policy 'shop/open' (mcp[github].tools.deny: get_secret*).", Sentence(GivenTools.Tool("get_secret")));
        Assert.Equal("The tool 'x' is not in mcp[github].tools.allow of any policy of this agent (such as 'shop/open').", Sentence(GivenTools.Tool("x")));
        Assert.Equal("The tool server 'docs' is not in mcp of any policy of this agent (such as 'shop/open').", Sentence(GivenTools.Tool("x", server: "docs")));
    }

    [Fact]
    public void Decide_TenToolsWithoutConditions_AllocatesNothing()
    {
        var rules = new AgentRules([GivenTools.Policy("a", GivenTools.Allow([.. Enumerable.Range(0, 10).Select(number => $"tool_{number}")]) with { DenyTools = ["drop", "delete_*"] })]);
        var ask = new Ask { Mcp = [GivenTools.Tool("tool_7")] };
        Assert.True(rules.Decide(ask)!.Value.Allowed);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++) rules.Decide(ask);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static PolicyRule Resources() => GivenTools.Policy("files", GivenTools.Rule() with { AllowResources = ["file:///pub/*", "db://orders"], DenyResources = ["file:///pub/keys/*"] });

    private static string Sentence(McpAsk ask) => Refusal.Of(Decide([s_open], ask), null).Message;

    private static Decision Decide(PolicyRule[] policies, McpAsk ask) => new AgentRules([.. policies], Given.Agent).Decide(ask);

    private static string Reason(PolicyRule[] policies, McpAsk ask) => Decide(policies, ask).Reason.ToString();

    private static Decision Allowed(PolicyRule[] policies, McpAsk ask)
    {
        var decision = Decide(policies, ask);
        Assert.True(decision.Allowed);
        return decision;
    }
}
