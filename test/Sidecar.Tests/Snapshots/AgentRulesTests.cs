using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Hosted tools, endpoints and ceilings: denied unless an enforcing policy allows, and a denial wins.</summary>
public sealed class AgentRulesTests
{
    private static readonly PolicyRule s_base = Given.Policy("base", "*");
    private static readonly PolicyRule s_open = Given.Policy("open", "*") with
    {
        AllowHostedTools = ["web_search*"],
        Endpoints = [new() { Name = "files", Provider = "shop/main" }, new() { Name = "/openai/v1/videos", Provider = "shop/video" }],
    };

    private static readonly PolicyRule s_ceiling = new() { Policy = "platform/top", AllowModels = ["*"], DenyModels = [], Ceiling = true, AllowHostedTools = ["*"] };

    [Theory]
    [InlineData("web_search_preview", "Allowed")]
    [InlineData("mcp", "HostedToolNotAllowed")]
    public void Decide_HostedTool_NeedsAnAllow(string tool, string reason) => Assert.Equal(reason, Of([s_base, s_open], tools: [tool]));

    [Fact]
    public void Decide_OneOfManyNotAllowed_Denies() => Assert.Equal("HostedToolNotAllowed", Of([s_open], tools: ["web_search", "mcp"]));

    [Fact]
    public void Decide_HostedToolDenied_DenyWins() =>
        Assert.Equal("HostedToolDenied", Of([s_open, s_base with { DenyHostedTools = ["web_search"] }], tools: ["web_search"]));

    [Theory]
    [InlineData("files", "/openai/v1/files/x", "shop/main")]
    [InlineData("/openai/v1/videos", "/openai/v1/videos", "shop/video")]
    [InlineData("/openai/v1/videos/v/content", "/openai/v1/videos/v/content", "shop/video")]
    [InlineData("/openai/v1/videosx", "/openai/v1/videosx", null)]
    [InlineData("batches", "/openai/v1/batches", null)]
    public void Decide_Endpoint_NamesTheAccount(string name, string path, string? account)
    {
        var decision = new AgentRules([s_base, s_open]).Decide(new Ask { Endpoint = name, Path = path })!.Value;

        Assert.Equal((account, account is not null), (decision.Provider, decision.Allowed));
    }

    [Theory]
    [InlineData("files")]
    [InlineData("/openai/v1/files")]
    public void Decide_EndpointDenied_DenyWins(string entry) =>
        Assert.Equal("EndpointDenied", Of([s_open, s_base with { DenyEndpoints = [entry] }], endpoint: ("files", "/openai/v1/files/x")));

    [Fact]
    public void Decide_StoredThing_NeedsItsEndpoint()
    {
        Assert.Equal("Allowed", Of([s_open], kept: ["files"]));
        Assert.Equal("EndpointNotAllowed", Of([s_open], kept: ["files", "responses"]));
    }

    [Fact]
    public void Decide_ModelDenied_ComesFirst() => Assert.Equal("ModelDenied", Of([s_base with { DenyModels = ["m"] }], tools: ["mcp"]));

    [Fact]
    public void Decide_CeilingAlone_IsNoPolicy() => Assert.Equal("NoPolicy", Of([s_ceiling]));

    [Fact]
    public void Decide_Ceiling_DeniesAndNeverAllows()
    {
        Assert.Equal("HostedToolNotAllowed", Of([s_base, s_ceiling], tools: ["mcp"]));
        Assert.Equal("ModelNotAllowed", Of([Given.Policy("base", "other"), s_ceiling]));
        Assert.Equal("ModelDenied", Of([s_base, s_ceiling with { DenyModels = ["m"] }]));
        Assert.Equal("Suspended", Of([s_base, s_ceiling with { Suspended = true }]));
        Assert.Equal("HostedToolDenied", Of([s_open, s_ceiling with { DenyHostedTools = ["web*"] }], tools: ["web_search"]));
    }

    [Fact]
    public void Decide_CeilingOverAuditAlone_StillDenies() =>
        Assert.Equal("ModelDenied", Of([s_base with { Mode = PolicyMode.Audit }, s_ceiling with { DenyModels = ["m"] }]));

    [Fact]
    public void Opens_NoPolicy_IsFalse() => Assert.False(new AgentRules([]).Opens("responses"));

    [Fact]
    public void Decide_AuditAlone_RecordsAndAllows()
    {
        var decision = new AgentRules([s_base with { Mode = PolicyMode.Audit }]).Decide(new Ask { Model = "m", HostedTools = ["mcp"] })!.Value;

        Assert.True(decision.Allowed);
        Assert.Contains("hostedTools.allow", decision.WouldDeny, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_AuditAllowsAnEndpoint_DoesNotWidenAnEnforcedPolicy() =>
        Assert.Equal("EndpointNotAllowed", Of([s_base, s_open with { Mode = PolicyMode.Audit }], endpoint: ("files", "/openai/v1/files")));

    private static string Of(PolicyRule[] policies, string[]? tools = null, string[]? kept = null, (string Name, string Path)? endpoint = null) =>
        new AgentRules([.. policies]).Decide(new Ask
        {
            Model = endpoint is null ? "m" : null,
            HostedTools = [.. tools ?? []],
            Kept = [.. kept ?? []],
            Endpoint = endpoint?.Name,
            Path = endpoint?.Path,
        })!.Value.Reason.ToString();
}
