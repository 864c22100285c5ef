using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline.Guarding;

/// <summary>The whole call path before one tool server, <c>tools</c>, whose calls these guards look at.</summary>
internal sealed class GuardedTools : IAsyncDisposable
{
    private int _last;

    private GuardedTools(SidecarHouse house, Upstream server) => (House, Server) = (house, server);

    public SidecarHouse House { get; }

    public Upstream Server { get; }

    /// <summary>A server that answers each call of a tool with what this makes of its params: a result, or a whole message's members.</summary>
    public static async Task<GuardedTools> OpenAsync(GuardPlan plan, Func<JsonElement, string> answer, McpRule? rule = null, bool streams = false)
    {
        Upstream server = null!;
        server = await Upstream.StartAsync(async http =>
        {
            using var asked = JsonDocument.Parse(server.Calls.Last().Body);
            var text = Message(asked.RootElement, answer);
            if (!streams) await Upstream.JsonAsync(http, text);
            else
            {
                http.Response.ContentType = "text/event-stream";
                await Upstream.EventAsync(http, text);
            }
        });
        return await OpenAsync(plan, server, rule);
    }

    /// <summary>A server that answers as it is written.</summary>
    public static async Task<GuardedTools> OpenAsync(GuardPlan plan, Upstream server, McpRule? rule = null)
    {
        var target = Given.Target(server.BaseUrl, provider: "tools", dialect: Dialects.Mcp);
        var guarded = new ToolServer { Name = "tools", Route = ModelRoute.OfServer(target.Provider, plan) };
        rule ??= new McpRule { Server = "tools", AllowTools = ["*"], AllowResources = ["*"], AllowPrompts = ["*"], Sampling = true, Elicitation = true };
        return new(await SidecarHouse.OpenAsync(McpHouse.SnapshotOf(guarded, Given.Policy("agents") with { Mcp = [rule] })), server);
    }

    /// <summary>A request, of the older era unless told otherwise.</summary>
    public async Task<HttpResponseMessage> SendAsync(string method, string parameters, Action<HttpRequestMessage>? vary = null)
    {
        var text = $$"""{"jsonrpc":"2.0","id":{{Interlocked.Increment(ref _last)}},"method":"{{method}}","params":{{parameters}}}""";
        return await PostAsync(text, vary);
    }

    public async Task<HttpResponseMessage> PostAsync(string text, Action<HttpRequestMessage>? vary = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/tools") { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", McpHouse.Legacy);
        vary?.Invoke(request);
        return await House.Agent.SendAsync(request);
    }

    public async Task<string> TextAsync(string method, string parameters, Action<HttpRequestMessage>? vary = null)
    {
        using var answer = await SendAsync(method, parameters, vary);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>What a call of a tool is answered.</summary>
    public async Task<JsonElement> CallAsync(string tool, string arguments = "{}", Action<HttpRequestMessage>? vary = null) =>
        JsonDocument.Parse(await TextAsync("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""", vary)).RootElement;

    /// <summary>The text of a result, and whether it says that the tool failed.</summary>
    public static (string Text, bool IsError) ResultOf(JsonElement answer)
    {
        Assert.True(answer.TryGetProperty("result", out var result), answer.GetRawText());
        return (result.GetProperty("content")[0].GetProperty("text").GetString()!, result.TryGetProperty("isError", out var isError) && isError.GetBoolean());
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static string Message(JsonElement asked, Func<JsonElement, string> answer)
    {
        var members = answer(asked.GetProperty("params"));
        return $$"""{"jsonrpc":"2.0","id":{{asked.GetProperty("id").GetRawText()}},{{members}}}""";
    }
}
