using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Fakes.Mcp;
using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>The whole call path before a tool server of both eras, whose tool <c>add</c> needs a human's word.</summary>
internal sealed class ApprovalHouse : IAsyncDisposable
{
    public const string Legacy = "2025-11-25";
    public const string Modern = "2026-07-28";

    private const string Meta = $",\"_meta\":{{\"io.modelcontextprotocol/protocolVersion\":\"{Modern}\",\"io.modelcontextprotocol/clientCapabilities\":{{}}}}";

    private string? _session;

    public required FakeMcpServer Server { get; init; }

    public required SidecarHouse House { get; init; }

    public static async Task<ApprovalHouse> OpenAsync(int waitSeconds, TimeProvider? clock = null)
    {
        var server = await FakeMcpServer.StartAsync();
        var house = await SidecarHouse.OpenAsync(null, clock: clock);
        var made = new ApprovalHouse { Server = server, House = house };
        made.Swap(GivenApprovals.Policy(waitSeconds, 60, "add"));
        return made;
    }

    public void Swap(PolicyRule policy) => House.Snapshots.Swap(McpHouse.SnapshotOf(McpHouse.Server(Server.Url), policy));

    /// <summary>How often the server was asked to run a tool.</summary>
    public int Runs => Server.Seen.Of("tools/call").Count;

    /// <summary>Calls the tool in one era's way; a legacy agent opens a session first.</summary>
    public async Task<HttpResponseMessage> CallAsync(string version, string arguments = """{"a":2,"b":3}""", string tool = "add", string more = "", CancellationToken cancellationToken = default)
    {
        if (version == Legacy) _session ??= await OpenSessionAsync();
        var json = $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"{tool}\",\"arguments\":{arguments}{more}{(version == Modern ? Meta : "")}}}}}";
        return await SendAsync(json, version, tool, cancellationToken);
    }

    public async Task<HttpResponseMessage> SendAsync(string json, string version, string? tool = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/tools") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", version);
        if (version == Modern) request.Headers.TryAddWithoutValidation("Mcp-Method", "tools/call");
        if (version == Modern) request.Headers.TryAddWithoutValidation("Mcp-Name", tool);
        if (version != Modern && _session is not null) request.Headers.Add("Mcp-Session-Id", _session);
        return await House.Agent.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The one answer, alone or the last event of a stream.</summary>
    public static async Task<JsonElement> AnswerOfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync().WithinBoundAsync();
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
            text = text.Split('\n').Last(line => line.StartsWith("data: {", StringComparison.Ordinal))["data: ".Length..];
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>What the model reads of a refusal, and the word that says why.</summary>
    public static async Task<(string Text, string Reason, JsonElement Data)> RefusalOfAsync(HttpResponseMessage answer)
    {
        var result = (await AnswerOfAsync(answer)).GetProperty("result");
        Assert.True(result.GetProperty("isError").GetBoolean());
        var data = result.GetProperty("_meta").GetProperty("aigateway.dev/refusal");
        return (result.GetProperty("content")[0].GetProperty("text").GetString()!, data.GetProperty("reason").GetString()!, data);
    }

    /// <summary>The sum that the tool gave.</summary>
    public static async Task<int> SumOfAsync(HttpResponseMessage answer) =>
        (await AnswerOfAsync(answer)).GetProperty("result").GetProperty("structuredContent").GetProperty("sum").GetInt32();

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task<string> OpenSessionAsync()
    {
        using var answer = await SendAsync(
            $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{\"protocolVersion\":\"{Legacy}\",\"capabilities\":{{}},\"clientInfo\":{{\"name\":\"t\",\"version\":\"1\"}}}}}}", Legacy);
        await answer.Content.ReadAsStringAsync();
        return answer.Headers.GetValues("Mcp-Session-Id").Single();
    }
}
