using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What an agent might send to a tool server to be judged for one thing and do another, by name: all of it refused, with a body that its client understands.</summary>
public sealed class McpAttackTests : IAsyncLifetime
{
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private const string Call = $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"safe\",\"arguments\":{{\"path\":\"/tmp\"}},{Meta}}}}}";

    private SidecarHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await SidecarHouse.OpenAsync(
        Given.Snapshot([Given.Policy("base", "fast")]), options => options with { MaxBody = 64 * 1024 });

    public async ValueTask DisposeAsync()
    {
        await _house.WhenQuietAsync();
        await _house.DisposeAsync();
    }

    [Theory]
    [InlineData("another tool", "2026-07-28", "tools/call", "danger")]
    [InlineData("another tool, encoded", "2026-07-28", "tools/call", "=?base64?ZGFuZ2Vy?=")]
    [InlineData("encoded badly", "2026-07-28", "tools/call", "=?base64?c2FmZQ?=")]
    [InlineData("another case", "2026-07-28", "tools/call", "Safe")]
    [InlineData("another method", "2026-07-28", "tools/list", "safe")]
    [InlineData("another case of the method", "2026-07-28", "TOOLS/CALL", "safe")]
    [InlineData("no name", "2026-07-28", "tools/call", null)]
    [InlineData("no method", "2026-07-28", null, "safe")]
    [InlineData("an older revision", "2025-11-25", "tools/call", "safe")]
    [InlineData("no revision", null, "tools/call", "safe")]
    public async Task HeaderAndBody_Disagree_IsAMismatch(string what, string? version, string? method, string? name) =>
        Assert.Equal((400, -32020, "1"), await SendAsync(Call, (what, ("MCP-Protocol-Version", version), ("Mcp-Method", method), ("Mcp-Name", name))));

    [Fact]
    public async Task MirroredArgument_Disagrees_IsAMismatch()
    {
        var answer = await _house.Agent.SendAsync(Modern(Call, request => request.Headers.Add("Mcp-Param-Path", "/etc")));
        Assert.Equal((400, -32020, "1"), await ErrorAsync(answer));
    }

    [Fact]
    public async Task MirroredHeader_StandsTwice_IsAMismatch()
    {
        var answer = await RawAsync($"POST /mcp/files HTTP/1.1\r\nHost: 127.0.0.1:{_house.Port}\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Method: tools/list\r\nMcp-Name: safe\r\n", Call);
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("-32020", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name twice", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","name":"danger"}}""", -32600)]
    [InlineData("name twice, escaped", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","nam\u0065":"danger"}}""", -32600)]
    [InlineData("name in another case", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","NAME":"danger"}}""", -32600)]
    [InlineData("arguments in a case beyond ASCII", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","arguments":{},"argument\u017F":{"x":1}}}""", -32600)]
    [InlineData("params twice", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe"},"params":{"name":"danger"}}""", -32600)]
    [InlineData("params in another case", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe"},"Params":{"name":"danger"}}""", -32600)]
    [InlineData("method twice", """{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"danger"}}""", -32600)]
    [InlineData("a member that nobody knows", """{"jsonrpc":"2.0","id":1,"method":"ping","batch":[{"method":"tools/call"}]}""", -32600)]
    [InlineData("a response with a method", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"danger"},"result":{}}""", -32600)]
    [InlineData("an argument twice", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","arguments":{"a":{"b":1,"\u0062":2}}}}""", -32600)]
    [InlineData("a list as arguments", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","arguments":[]}}""", -32602)]
    [InlineData("no name", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"tool":"danger"}}""", -32602)]
    [InlineData("a list of names", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["safe","danger"]}}""", -32602)]
    [InlineData("a control character", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe\u0000danger"}}""", -32602)]
    [InlineData("another case of the method", """{"jsonrpc":"2.0","id":1,"method":"Tools/Call","params":{"name":"danger"}}""", -32601)]
    [InlineData("a method of the server", """{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage","params":{}}""", -32601)]
    [InlineData("an unknown method", """{"jsonrpc":"2.0","id":1,"method":"tools/execute","params":{"name":"danger"}}""", -32601)]
    [InlineData("a method of the other era", """{"jsonrpc":"2.0","id":1,"method":"server/discover"}""", -32601)]
    public async Task Message_ThatTwoReadersCouldTakeDifferently_IsRefused(string what, string body, int code)
    {
        var (_, answered, id) = await SendAsync(body, (what, ("MCP-Protocol-Version", "2025-11-25"), ("Mcp-Method", null), ("Mcp-Name", null)));
        Assert.Equal((code, "1"), (answered, id));
    }

    [Theory]
    [InlineData("a call that waits for no answer", """{"jsonrpc":"2.0","method":"tools/call","params":{"name":"danger"}}""", -32600)]
    [InlineData("no id that a reader could keep", """{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"danger"}}""", -32600)]
    [InlineData("half a number", """{"jsonrpc":"2.0","id":1.5,"method":"ping"}""", -32600)]
    [InlineData("a number that loses digits", """{"jsonrpc":"2.0","id":123456789012345678901234567890,"method":"ping"}""", -32600)]
    [InlineData("two ids", """{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}""", -32600)]
    [InlineData("a batch of a later revision", """[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"danger"}}]""", -32600)]
    [InlineData("an empty batch", "[]", -32600)]
    [InlineData("more behind the end", """{"jsonrpc":"2.0","id":1,"method":"ping"} {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"danger"}}""", -32700)]
    [InlineData("garbage behind the end", """{"jsonrpc":"2.0","id":1,"method":"ping"}]""", -32700)]
    [InlineData("a byte order mark", "\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", -32700)]
    [InlineData("half a surrogate pair", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe\ud800"}}""", -32700)]
    [InlineData("nothing", "", -32700)]
    public async Task Message_ThatIsNone_IsRefusedAtOnce(string what, string body, int code)
    {
        var (status, answered, _) = await SendAsync(body, (what, ("MCP-Protocol-Version", "2025-06-18"), ("Mcp-Method", null), ("Mcp-Name", null)));
        Assert.Equal((400, code), (status, answered));
    }

    [Fact]
    public async Task Batch_OneMessageOfItIsUnfit_NoneGoesOnAndEachRequestIsAnswered()
    {
        const string Batch = """[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/cancelled","params":{}},{"jsonrpc":"2.0","id":"b","method":"tools/execute"}]""";

        var answer = await _house.Agent.PostAsync("/mcp/files", Json(Batch));

        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.EnumerateArray().ToList();
        Assert.Equal(["1", "\"b\""], errors.Select(error => error.GetProperty("id").GetRawText()));
        Assert.All(errors, error => Assert.Equal(-32601, error.GetProperty("error").GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task Arguments_TooDeepOrTooLarge_AreRefused()
    {
        var deep = await SendAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"safe\",\"arguments\":{{\"a\":{new string('[', 70)}{new string(']', 70)}}}}}}}");
        Assert.Equal((400, -32600), (deep.Status, deep.Code));

        var large = await SendAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"safe\",\"arguments\":{{\"a\":\"{new string('x', 70_000)}\"}}}}}}");
        Assert.Equal((413, 413), (large.Status, large.Code));
    }

    [Theory]
    [InlineData("http://evil.example.com")]
    [InlineData("null")]
    [InlineData("http://localhost.evil.example.com")]
    [InlineData("http://localhost:80@evil.example.com")]
    public async Task Origin_OfAnotherMachine_IsForbidden(string origin)
    {
        var answer = await _house.Agent.SendAsync(Modern(Call, request => request.Headers.TryAddWithoutValidation("Origin", origin)));
        Assert.Equal((403, 403, "null"), await ErrorAsync(answer));
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    public async Task ContentType_OfAPagesForm_IsRefused(string type, int status)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Call));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var (answered, _, id) = await ErrorAsync(await _house.Agent.PostAsync("/mcp/files", content));
        Assert.Equal((status, "null"), (answered, id));
    }

    [Theory]
    [InlineData("/mcp/fil%65s", 404)]
    [InlineData("/mcp/files/", 404)]
    [InlineData("/mcp/FILES", 404)]
    [InlineData("/mcp/files?server=other", 404)]
    [InlineData("/mcp/x/../files", 404)]
    public async Task Path_SpelledAnotherWay_LeadsNowhere(string path, int status)
    {
        var answer = await RawAsync($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{_house.Port}\r\n", Call);
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Contains("\"jsonrpc\":\"2.0\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", null, 405)]
    [InlineData("OPTIONS", null, 405)]
    [InlineData("GET", "2026-07-28", 405)]
    [InlineData("DELETE", "2026-07-28", 405)]
    [InlineData("GET", "1999-01-01", 400)]
    public async Task Method_ThatTheRevisionDoesNotHave_IsRefusedWithABody(string method, string? version, int status)
    {
        var request = new HttpRequestMessage(new(method), "/mcp/files");
        if (version is not null) request.Headers.Add("MCP-Protocol-Version", version);
        var (answered, _, id) = await ErrorAsync(await _house.Agent.SendAsync(request));
        Assert.Equal((status, "null"), (answered, id));
    }

    [Fact]
    public async Task Refusal_OfAnyKind_TellsNoArgument()
    {
        const string Secret = "hunter2-4711";
        foreach (var body in new[]
        {
            $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"a\",\"arguments\":{{\"{Secret}\":\"{Secret}\",\"{Secret}\":1}}}}}}",
            $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"a\",\"arguments\":\"{Secret}\"}}}}",
            $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"a\",\"arguments\":{{\"a\":\"{Secret}\"}}}}}}{Secret}",
            $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"{Secret}\\u0000\"}}}}",
        })
        {
            var answer = await _house.Agent.PostAsync("/mcp/files", Json(body));
            Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private async Task<(int Status, int Code, string Id)> SendAsync(string body, (string What, (string, string?) Version, (string, string?) Method, (string, string?) Name) headers = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/files") { Content = Json(body) };
        foreach (var (name, value) in new[] { headers.Version, headers.Method, headers.Name })
        {
            if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
        }

        return await ErrorAsync(await _house.Agent.SendAsync(request));
    }

    private static HttpRequestMessage Modern(string body, Action<HttpRequestMessage> vary)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/files") { Content = Json(body) };
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", "safe");
        vary(request);
        return request;
    }

    private static async Task<(int Status, int Code, string Id)> ErrorAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var root = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("2.0", root.GetProperty("jsonrpc").GetString());
        return ((int)answer.StatusCode, root.GetProperty("error").GetProperty("code").GetInt32(), root.GetProperty("id").GetRawText());
    }

    private async Task<string> RawAsync(string head, string body)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _house.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}Content-Type: application/json\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        return await new StreamReader(stream).ReadToEndAsync();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
