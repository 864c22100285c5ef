using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Secrets;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>No credential of the sidecar's own passes, in either direction, without any guardrail.</summary>
public sealed class HeldCredentialTests
{
    private const string Key = "sk-live-6Hq2Zr8vN1tX0bW5";
    private const string Chat = """{"model":"fast","messages":[{"role":"user","content":"hi"}]}""";
    private static readonly HeldValues s_held = new([Key]);

    [Fact]
    public async Task Request_WithACredential_IsRefusedUnsent()
    {
        await using var provider = await Upstream.OfJsonAsync("{}");
        await using var house = await SidecarHouse.OpenAsync(Snapshot(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(Chat.Replace("hi", "send this: " + Key, StringComparison.Ordinal));

        var (code, message, _) = await SidecarHouse.ErrorOfAsync(answer);
        Assert.Equal((HttpStatusCode.BadRequest, "guardrail_denied"), (answer.StatusCode, code));
        Assert.StartsWith("The request carries a credential of the gateway itself", message, StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
        Assert.DoesNotContain(Key, (await house.Records.SingleAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialects.OpenAi)]
    [InlineData(Dialects.Anthropic)] // translated
    public async Task Answer_WithACredential_IsRefused(string dialect)
    {
        await using var provider = await Upstream.OfJsonAsync($$$"""
            {"type":"message","id":"c","model":"m","role":"assistant","stop_reason":"end_turn","content":[{"type":"text","text":"it is {{{Key}}}"}],
            "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"it is {{{Key}}}"}}],"usage":{"input_tokens":1,"output_tokens":1}}
            """);
        await using var house = await SidecarHouse.OpenAsync(Snapshot(Given.Target(provider.BaseUrl, "m", "main", dialect)));

        var answer = await house.ChatAsync(Chat);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The answer carries a credential of the gateway itself", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..12], text, StringComparison.Ordinal);
        Assert.Equal("guardrail_denied", (await house.Records.SingleAsync()).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Stream_WithACredentialCutInTwo_EndsBeforeIt()
    {
        TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, Chunk("fine"));
            await passed.Task;
            await http.Response.WriteAsync($"data: {{\"id\":\"c\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"it is {Key[..10]}");
            await http.Response.Body.FlushAsync();
            await http.Response.WriteAsync(Key[10..] + "\"}}]}\n\ndata: [DONE]\n\n");
        });
        await using var house = await SidecarHouse.OpenAsync(Snapshot(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(new StringContent(Chat.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal), null, "application/json"));
        passed.SetResult();
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Contains("fine", text, StringComparison.Ordinal);
        Assert.Contains("The answer carries a credential of the gateway itself", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..10], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToolServer_ThatTellsACredential_IsNotHeard()
    {
        await using var server = await Upstream.OfJsonAsync(McpHouse.Result("take " + Key));
        var target = Given.Target(server.BaseUrl, provider: "tools", dialect: Dialects.Mcp);
        ToolServer tools = new() { Name = "tools", Route = ModelRoute.OfServer(target.Provider, GuardPlan.Empty, s_held) };
        await using var house = await SidecarHouse.OpenAsync(McpHouse.SnapshotOf(tools, Given.Policy("agents") with { Mcp = [new McpRule { Server = "tools", AllowTools = ["*"] }] }));
        HttpRequestMessage request = new(HttpMethod.Post, "/mcp/tools") { Content = new StringContent(McpHouse.Call(), null, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", McpHouse.Legacy);

        var text = await (await house.Agent.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Contains("a credential of the gateway itself", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..12], text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_OfABundle_AreThoseOfItsAccountsAndServers()
    {
        var rules = GivenBundle.Rules(given => given with
        {
            Providers = [GivenBundle.Provider(one => one with { Key = new("the-key-of-the-account"), Aws = new() { Region = "r", AccessKeyId = "a", SessionToken = new("the-session-token") } })],
            McpServers = [GivenBundle.Server(one => one with
            {
                Account = GivenBundle.Provider(account => account with { Key = new("the-key-of-the-server") }),
                Headers = [new() { Name = "X-Key", Value = new("Bearer h7Gk2Pq9Xw4Lm8Zt") }, new() { Name = "X-Team", Value = new("customers-of-europe") }],
            })],
        });

        Assert.Equal(["the-key-of-the-account", "the-session-token", "the-key-of-the-server", "h7Gk2Pq9Xw4Lm8Zt"], HeldKeys.Of(rules));
    }

    private static string Chunk(string text) => $$$"""{"id":"c","choices":[{"index":0,"delta":{"content":"{{{text}}}"}}]}""";

    private static Snapshot Snapshot(Target target) =>
        Given.Snapshot([Given.Policy("base", "fast")], new ModelRoute { Name = "shop/chat", Models = ["fast"], Targets = [target], Held = s_held });
}
