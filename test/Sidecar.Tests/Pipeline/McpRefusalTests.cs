using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What an agent's client reads where a call of a tool server does not come through, by the whole call path.</summary>
public sealed class McpRefusalTests : IAsyncLifetime
{
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private Upstream _server = null!;
    private SidecarHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await Upstream.OfJsonAsync("""{"jsonrpc":"2.0","id":1,"result":{}}""");
        _house = await SidecarHouse.OpenAsync(Rules(new McpRule { Server = "tools", AllowTools = ["add"], DenyTools = ["drop*"] }));
    }

    public async ValueTask DisposeAsync()
    {
        await _house.WhenQuietAsync();
        await _house.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task DeniedToolCall_IsAResultThatNamesPolicyAndRule()
    {
        var (status, answer) = await PostAsync("""{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"drop_table","arguments":{"name":"orders"}}}""");

        var result = answer!.Value.GetProperty("result");
        var text = result.GetProperty("content")[0].GetProperty("text").GetString()!;
        Assert.Equal((200, "x", true), (status, answer.Value.GetProperty("id").GetString(), result.GetProperty("isError").GetBoolean()));
        Assert.Contains("shop/base", text, StringComparison.Ordinal);
        Assert.Contains("drop*", text, StringComparison.Ordinal);
        Assert.DoesNotContain("orders", text, StringComparison.Ordinal);
        Assert.False(result.TryGetProperty("resultType", out _));
        Assert.Equal("tool_denied", result.GetProperty("_meta").GetProperty("aigateway.dev/refusal").GetProperty("reason").GetString());
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task DeniedToolCallOfTheModernEra_IsACompleteResult()
    {
        var (status, answer) = await PostAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"drop\",{Meta}}}}}", request =>
        {
            request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
            request.Headers.Add("Mcp-Method", "tools/call");
            request.Headers.Add("Mcp-Name", "drop");
        });

        Assert.Equal((200, "complete"), (status, answer!.Value.GetProperty("result").GetProperty("resultType").GetString()));
    }

    [Fact]
    public async Task DeniedToolCall_PolicyAsksForErrors_IsAnError()
    {
        _house.Snapshots.Swap(Rules(new McpRule { Server = "tools", AllowTools = ["add"], DenyTools = ["drop*"], DenyAsError = true }));

        var (status, answer) = await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"drop"}}""");

        Assert.Equal((200, 403), (status, answer!.Value.GetProperty("error").GetProperty("code").GetInt32()));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///etc"}}""", "resource_not_allowed")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p"}}""", "prompt_not_allowed")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///etc","name":"add","taskId":"t"}}""", "resource_not_allowed")]
    public async Task DeniedRequestOfAnotherKind_IsAnErrorWithTheRequestsId(string body, string reason)
    {
        var (status, answer) = await PostAsync(body);

        var error = answer!.Value.GetProperty("error");
        Assert.Equal((200, 1, 403), (status, answer.Value.GetProperty("id").GetInt32(), error.GetProperty("code").GetInt32()));
        Assert.Equal((reason, "shop/base"), (error.GetProperty("data").GetProperty("reason").GetString(), error.GetProperty("data").GetProperty("policy").GetString()));
    }

    [Theory]
    [InlineData("other", "tools/call")]
    [InlineData("other", "initialize")]
    public async Task ServerThatNoPolicyNames_AnswersAsOneThatIsNotAllowed(string server, string method)
    {
        var (status, answer) = await PostAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":{{\"name\":\"add\"}}}}", server: server);

        Assert.Equal(200, status);
        Assert.Contains("mcp_server_not_allowed", answer!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeniedNotification_IsSwallowedAndTold()
    {
        var (status, answer) = await PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", server: "other");

        Assert.Equal((202, null), (status, answer));
        Assert.Equal("denied", (await _house.Records.SingleAsync()).GetProperty("decision").GetString());
    }

    [Fact]
    public async Task NotificationOfAnUnknownName_IsSwallowed()
    {
        var (status, answer) = await PostAsync("""{"jsonrpc":"2.0","method":"notifications/own"}""");
        Assert.Equal((202, null), (status, answer));
        Assert.Empty(_server.Calls);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task DeniedStreamOrEnd_IsForbiddenWithABody(string method)
    {
        using var answer = await _house.Agent.SendAsync(new(new(method), "/mcp/other"));
        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Equal(403, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Batch_OneMessageOfItIsDenied_NoneGoesOn()
    {
        const string Batch = """[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add"}},{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"drop"}}]""";

        var (status, answer) = await PostAsync(Batch);

        Assert.Equal(200, status);
        Assert.Equal([(1, 403), (2, 403)], answer!.Value.EnumerateArray().Select(one => (one.GetProperty("id").GetInt32(), one.GetProperty("error").GetProperty("code").GetInt32())));
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task DeniedCallOfTheOldTransport_HasAStatusThatItsClientLooksAt()
    {
        using var answer = await _house.Agent.PostAsync("/mcp/tools?endpoint=abc", Json("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"drop"}}"""));
        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task ServerThatCannotBeReached_IsAnErrorThatLeavesTheClientInItsEra()
    {
        await _server.DisposeAsync();

        var (status, answer) = await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add"}}""");

        Assert.Equal((200, 502), (status, answer!.Value.GetProperty("error").GetProperty("code").GetInt32()));
    }

    private Snapshot Rules(McpRule rule) => McpHouse.SnapshotOf(McpHouse.Server(_server.BaseUrl), Given.Policy("base", "fast") with { Mcp = [rule] });

    private async Task<(int Status, JsonElement? Answer)> PostAsync(string body, Action<HttpRequestMessage>? vary = null, string server = "tools")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/" + server) { Content = Json(body) };
        vary?.Invoke(request);
        using var answer = await _house.Agent.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonDocument.Parse(text).RootElement);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
