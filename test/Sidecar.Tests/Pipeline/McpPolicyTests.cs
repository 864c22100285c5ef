using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What a policy says of tools, seen from the agent, from the server and from the audit.</summary>
public sealed class McpPolicyTests : IAsyncLifetime
{
    private const string Result = """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"fine"}]}}""";
    private const string Get = """{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{"taskId":"t-1"}}""";

    private static readonly McpRule s_rule = GivenTools.Allow("refund") with { When = "arguments.amount < 100", AllowPrompts = ["x"], AuditValues = true };

    private Upstream _server = null!;
    private SidecarHouse _house = null!;
    private Func<HttpContext, Task> _answer = http => Upstream.JsonAsync(http, Result);

    public async ValueTask InitializeAsync()
    {
        _server = await Upstream.StartAsync(http => _answer(http));
        _house = await SidecarHouse.OpenAsync(Of(s_rule, GivenTools.Deny("drop_*")));
    }

    public async ValueTask DisposeAsync()
    {
        await _house.WhenQuietAsync();
        await _house.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Call_Allowed_ReachesTheServerAndIsToldByHashShapeAndValues()
    {
        using var answer = await CallAsync("refund", """{"amount":5}""");

        Assert.Equal(Result, await answer.Content.ReadAsStringAsync());
        Assert.Single(_server.Calls);
        var line = await LineAsync();
        Assert.Equal(("allowed", "mcp[github].tools.allow: refund", "execute_tool"),
            (line.GetProperty("decision").GetString(), line.GetProperty("rule").GetString(), line.GetProperty("gen_ai.operation.name").GetString()));
        var arguments = line.GetProperty("mcp").GetProperty("arguments");
        Assert.Equal("""{"amount":5}""", arguments.GetProperty("values").GetRawText());
        Assert.Equal("""[{"name":"?","type":"number"}]""", arguments.GetProperty("shape").GetRawText());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("""{"amount":5}"""u8)), arguments.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Call_ToolWhoseSchemaWasListed_IsToldWithItsNames()
    {
        _answer = http => Upstream.JsonAsync(http, """{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"refund","inputSchema":{"type":"object","properties":{"amount":{"type":"number"}}}}]}}""");
        using (await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""")) await _house.WhenQuietAsync();
        _answer = http => Upstream.JsonAsync(http, Result);

        using (await CallAsync("refund", """{"amount":5,"iban":"DE00"}""")) await _house.WhenQuietAsync();

        var line = JsonDocument.Parse((await _house.Records.LinesAsync(2))[1]).RootElement;
        var shape = line.GetProperty("mcp").GetProperty("arguments").GetProperty("shape").EnumerateArray();
        Assert.Equal(["amount number", "? string"], shape.Select(member => $"{member.GetProperty("name")} {member.GetProperty("type")}"));
    }

    [Fact]
    public async Task Call_AnswersWhatNobodyMayHaveAsked_IsRefusedAndReachesNobody()
    {
        using var answer = await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"refund","arguments":{"amount":5},"inputResponses":{"q":{"action":"accept"}}}}""");

        Assert.Contains("nothing to answer", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
        Assert.Equal("nothing_asked", (await LineAsync()).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("refund", """{"amount":500}""", "tool_condition_not_met", "mcp[github].tools.allow: refund, when: does not hold")]
    [InlineData("refund", """{}""", "tool_condition_not_met", "mcp[github].tools.allow: refund, when: has no value (no_such_key)")]
    [InlineData("drop_table", """{"amount":"hunter2"}""", "tool_denied", "mcp[github].tools.deny: drop_*")]
    [InlineData("other", """{"amount":"hunter2"}""", "tool_not_allowed", "mcp[github].tools.allow")]
    public async Task Call_Denied_IsAResultThatNamesTheRuleAndNoArgument(string tool, string arguments, string reason, string rule)
    {
        using var answer = await CallAsync(tool, arguments);

        var text = await answer.Content.ReadAsStringAsync();
        var result = JsonDocument.Parse(text).RootElement.GetProperty("result");
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, result.GetProperty("isError").GetBoolean()));
        Assert.Contains(rule, result.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
        var line = await LineAsync();
        Assert.Equal(("denied", reason, "shop/a"), (line.GetProperty("decision").GetString(), line.GetProperty("reason").GetString(), line.GetProperty("policy").GetString()));
        Assert.DoesNotContain("hunter2", text + line.GetRawText(), StringComparison.Ordinal);
        Assert.Contains($"tool=\"{(tool == "refund" ? tool : "other")}\",decision=\"denied\",reason=\"{reason}\"", _house.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsNotThereOrNotAllowed_IsAnsweredAlike()
    {
        var answers = new List<string>();
        foreach (var snapshot in new[] { Of(s_rule), GivenTools.Snapshot([GivenTools.Policy("a", s_rule)], GivenTools.ToolServer(GivenTools.Server, _server.BaseUrl), GivenTools.ToolServer("docs", _server.BaseUrl)) })
        {
            _house.Snapshots.Swap(snapshot);
            using var answer = await CallAsync("refund", "{}", server: "docs");
            answers.Add($"{answer.StatusCode} {string.Join(' ', answer.Headers.Where(header => header.Key != "Date").Select(header => header.Key))} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Contains("docs", answers[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "result")]
    [InlineData(true, "error")]
    public async Task Call_RenamedToolUnderAWildcard_IsNotApprovedAndSaidAsThePolicyWants(bool? asError, string form)
    {
        _answer = http => Upstream.JsonAsync(http, _server.Calls.Last().Text.Contains("tools/list", StringComparison.Ordinal)
            ? """{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"refund_all","inputSchema":{"type":"object"}}]}}""".Replace("\"id\":1", $"\"id\":{IdOf(_server.Calls.Last().Text)}", StringComparison.Ordinal)
            : Result);
        var pinned = new ToolServer
        {
            Name = GivenTools.Server,
            Route = GivenTools.ToolServer(GivenTools.Server, _server.BaseUrl).Route,
            Pinning = PinningMode.Block,
            Approved = new Dictionary<string, ImmutableArray<string>> { ["refund"] = [new string('a', 64)] }.ToFrozenDictionary(),
        };
        _house.Snapshots.Swap(GivenTools.Snapshot([GivenTools.Policy("a", GivenTools.Allow("*") with { DenyAsError = asError })], pinned));

        using var answer = await CallAsync("refund_all", "{}");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("tool_not_approved", text, StringComparison.Ordinal);
        Assert.Contains($"\"{form}\":", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Calls, call => call.Text.Contains("tools/call", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tasks/get")]
    [InlineData("tasks/cancel")]
    [InlineData("tasks/result")]
    public async Task Task_OfNobody_IsUnknown(string method)
    {
        using var answer = await PostAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":{{\"taskId\":\"t-1\"}}}}");

        Assert.Contains("task_unknown", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Task_OfATool_IsJudgedAsTheTool()
    {
        _answer = http => Upstream.JsonAsync(http, """{"jsonrpc":"2.0","id":1,"result":{"task":{"taskId":"t-1","status":"working"}}}""");
        using (await CallAsync("refund", """{"amount":5}""")) await _house.WhenQuietAsync();

        using (var allowed = await PostAsync(Get)) Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        _house.Snapshots.Swap(Of(GivenTools.Allow("other")));
        using var denied = await PostAsync(Get);

        Assert.Contains("tool_not_allowed", await denied.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, _server.Calls.Count);
    }

    [Theory]
    [InlineData("tightened condition")]
    [InlineData("denied tool")]
    [InlineData("suspended agent")]
    [InlineData("removed server")]
    public async Task Swap_WhileACallStreams_CutsIt(string change)
    {
        var ended = new TaskCompletionSource();
        _answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}""");
            http.RequestAborted.Register(ended.SetResult);
            await ended.Task;
        };
        using var answer = await CallAsync("refund", """{"amount":50}""");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Contains("progress", await reader.ReadLineAsync(), StringComparison.Ordinal);

        _house.Snapshots.Swap(change switch
        {
            "tightened condition" => Of(s_rule with { When = "arguments.amount < 10" }),
            "denied tool" => Of(s_rule, GivenTools.Deny("REFUND")),
            "suspended agent" => GivenTools.Snapshot([GivenTools.Policy("a", s_rule) with { Suspended = true }], GivenTools.ToolServer(GivenTools.Server, _server.BaseUrl)),
            _ => GivenTools.Snapshot([GivenTools.Policy("a", s_rule)], Array.Empty<ToolServer>()),
        });

        var rest = await reader.ReadToEndAsync().WithinBoundAsync();
        Assert.DoesNotContain("fine", rest, StringComparison.Ordinal);
        await ended.Task.WithinBoundAsync();
        var line = await LineAsync();
        Assert.Equal(("denied", "cut"), (line.GetProperty("decision").GetString(), line.GetProperty("ended").GetString()));
    }

    [Fact]
    public async Task Swap_WhileACallStreams_LeavesWhatIsStillAllowed()
    {
        var go = new TaskCompletionSource();
        _answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}""");
            await go.Task;
            await Upstream.EventAsync(http, Result);
        };
        using var answer = await CallAsync("refund", """{"amount":5}""");

        _house.Snapshots.Swap(Of(s_rule with { When = "arguments.amount < 10" }));
        go.SetResult();

        Assert.Contains("fine", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Snapshot Of(params McpRule[] rules) => GivenTools.Snapshot([GivenTools.Policy("a", rules)], GivenTools.ToolServer(GivenTools.Server, _server.BaseUrl));

    private Task<HttpResponseMessage> CallAsync(string tool, string arguments, string server = GivenTools.Server) =>
        PostAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"{tool}\",\"arguments\":{arguments}}}}}", server);

    private Task<HttpResponseMessage> PostAsync(string json, string server = GivenTools.Server)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/mcp/{server}") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2025-11-25");
        return _house.Agent.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static string IdOf(string request) => JsonDocument.Parse(request).RootElement.GetProperty("id").GetRawText();

    private async Task<JsonElement> LineAsync() => JsonDocument.Parse((await _house.Records.LinesAsync(1)).Single()).RootElement;
}
