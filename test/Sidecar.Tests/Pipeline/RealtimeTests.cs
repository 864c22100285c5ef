using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Conversations over a WebSocket pass both ways; what the agent says in them is judged as a request would be.</summary>
public sealed class RealtimeTests : IAsyncLifetime
{
    private RealtimeUpstream _provider = null!;
    private SidecarHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await RealtimeUpstream.StartAsync();
        _house = await SidecarHouse.OpenAsync(Rules());
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Session_PlainMessages_PassAndAreAccounted()
    {
        using (var agent = await ConnectAsync())
        {
            var audio = $$"""{"type":"input_audio_buffer.append","audio":"{{new string('A', 200_000)}}"}""";
            Assert.Equal(audio, await SayAsync(agent, audio));
            await SayAsync(agent, """{"type":"session.update","session":{"tools":[{"type":"function","name":"f","parameters":{"type":"mcp","model":"x"}}]}}""");
            Assert.Contains("response.done", await SayAsync(agent, """{"type":"response.create"}"""), StringComparison.Ordinal);
            await SayAsync(agent, """{"type":"response.create"}""");
            await agent.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }

        Assert.Equal(("?model=gpt-realtime", "Bearer " + Given.Key), (_provider.Query, _provider.Authorization));
        var record = await _house.Records.SingleAsync();
        Assert.Equal(("realtime", "completed", 20, 8, 6), (
            record.GetProperty("gen_ai.operation.name").GetString(), record.GetProperty("ended").GetString(),
            record.GetProperty("usage").GetProperty("gen_ai.usage.input_tokens").GetInt32(), record.GetProperty("usage").GetProperty("gen_ai.usage.output_tokens").GetInt32(),
            record.GetProperty("usage").GetProperty("cached").GetInt32()));
        await _house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("hosted tool", """{"type":"session.update","session":{"tools":[{"type":"mcp","server_url":"http://evil"}]}}""", "hosted_tool_not_allowed")]
    [InlineData("hosted tool, escaped", """{"type":"session.update","session":{"t\u006fols":[{"type":"m\u0063p"}]}}""", "hosted_tool_not_allowed")]
    [InlineData("hosted tool in a response", """{"type":"response.create","response":{"tools":[{"type":"web_search"}]}}""", "hosted_tool_not_allowed")]
    [InlineData("hosted tool behind a lying type", """{"type":"input_audio_buffer.append","session":{"tools":[{"type":"mcp"}]}}""", "hosted_tool_not_allowed")]
    [InlineData("second model listens along", """{"type":"session.update","session":{"audio":{"input":{"transcription":{"model":"whisper-1"}}}}}""", "hosted_tool_not_allowed")]
    [InlineData("tools twice", """{"type":"session.update","session":{"tools":[],"tools":[{"type":"mcp"}]}}""", "duplicate_name")]
    [InlineData("tools in another case", """{"type":"session.update","session":{"Tools":[{"type":"mcp"}]}}""", "invalid_field")]
    [InlineData("another model", """{"type":"session.update","session":{"model":"gpt-secret"}}""", "invalid_field")]
    [InlineData("stored prompt", """{"type":"response.create","response":{"prompt":{"id":"pmpt_1"}}}""", "endpoint_not_allowed")]
    [InlineData("file of the account", """{"type":"conversation.item.create","item":{"content":[{"type":"input_image","file_id":"f"}]}}""", "endpoint_not_allowed")]
    [InlineData("no JSON", "hello", "invalid_json")]
    public async Task Session_Attack_IsToldAndClosed(string name, string message, string code)
    {
        Assert.NotEmpty(name);
        using var agent = await ConnectAsync();

        var answer = JsonDocument.Parse(await SayAsync(agent, message)).RootElement;

        Assert.Equal(("error", code), (answer.GetProperty("type").GetString(), answer.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(WebSocketMessageType.Close, (await agent.ReceiveAsync(new byte[100], CancellationToken.None)).MessageType);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, agent.CloseStatus);
        Assert.Empty(_provider.Messages);
        Assert.Equal("cut", (await _house.Records.SingleAsync()).GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Session_HostedToolAllowed_PassesUntilItIsNot()
    {
        _house.Snapshots.Swap(Rules(policy => policy with { AllowHostedTools = ["mcp"] }));
        using var agent = await ConnectAsync();
        await SayAsync(agent, """{"type":"session.update","session":{"tools":[{"type":"mcp"}]}}""");

        _house.Snapshots.Swap(Rules());

        await Assert.ThrowsAnyAsync<WebSocketException>(() => SayAsync(agent, """{"type":"response.create"}"""));
        Assert.Equal("hosted_tool_not_allowed", (await _house.Records.SingleAsync()).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("?model=secret", 403)]
    [InlineData("", 400)]
    [InlineData("?model=fast&model=secret", 400)]
    [InlineData("?model=fast&Model=secret", 400)]
    public async Task Session_ModelOfTheQuery_IsJudgedBeforeItBegins(string query, int status)
    {
        using var agent = new ClientWebSocket();
        agent.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => agent.ConnectAsync(new($"ws://127.0.0.1:{_house.Port}/openai/v1/realtime{query}"), CancellationToken.None));

        Assert.Equal(status, (int)agent.HttpStatusCode);
        Assert.Null(_provider.Query);
    }

    [Fact]
    public async Task Session_PlainGet_Is400() => Assert.Equal(400, (int)(await _house.Agent.GetAsync("/openai/v1/realtime?model=fast")).StatusCode);

    [Fact]
    public async Task Session_ProviderUnreachable_IsAnAnswer()
    {
        await _provider.DisposeAsync();
        using var agent = new ClientWebSocket();
        agent.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => agent.ConnectAsync(new($"ws://127.0.0.1:{_house.Port}/openai/v1/realtime?model=fast"), CancellationToken.None));

        Assert.Equal(502, (int)agent.HttpStatusCode);
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var agent = new ClientWebSocket();
        agent.Options.SetRequestHeader("Authorization", "Bearer sk-of-the-agent");
        using var patience = new CancellationTokenSource(Eventually.Bound);
        await agent.ConnectAsync(new($"ws://127.0.0.1:{_house.Port}/openai/v1/realtime?model=fast"), patience.Token);
        return agent;
    }

    private static async Task<string> SayAsync(ClientWebSocket agent, string message)
    {
        using var patience = new CancellationTokenSource(Eventually.Bound);
        await agent.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, patience.Token);
        var buffer = new byte[1 << 19];
        var length = 0;
        while (true)
        {
            var part = await agent.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += part.Count;
            if (part.EndOfMessage) return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    private Snapshot Rules(Func<PolicyRule, PolicyRule>? vary = null)
    {
        var policy = Given.Policy("base", "fast");
        return Given.Snapshot([vary?.Invoke(policy) ?? policy], Given.Route(["fast", "secret"], Given.Target(_provider.BaseUrl, "gpt-realtime")));
    }
}
