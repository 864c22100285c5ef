using System.Net.WebSockets;
using System.Text;
using AiGateway.Contracts.Limits;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>A conversation over a WebSocket is one call that may last for hours: it uses no more than its limits have room for, and nothing of it is free for who leaves early.</summary>
public sealed class RealtimeSpendAttackTests : IAsyncLifetime
{
    private const string Delta = """{"type":"response.output_text.delta","delta":"word"}""";

    private RealtimeUpstream _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await RealtimeUpstream.StartAsync();

    public async ValueTask DisposeAsync() => await _provider.DisposeAsync();

    [Theory]
    [InlineData(LimitUnit.TotalTokens)]
    [InlineData(LimitUnit.InputTokens)]
    [InlineData(LimitUnit.OutputTokens)]
    public async Task Session_ThatUsesTheLimitUp_IsCutWhileItRuns(LimitUnit unit)
    {
        await using var house = await SidecarHouse.OpenAsync(Rules(GivenLimits.Rule(unit, 2000)));
        using var agent = await ConnectAsync(house);
        using var patience = new CancellationTokenSource(Eventually.Bound);

        await Assert.ThrowsAnyAsync<WebSocketException>(async () =>
        {
            while (agent.State == WebSocketState.Open) await SayAsync(agent, """{"type":"response.create"}""", patience.Token);
            throw new WebSocketException("It was closed.");
        });

        var record = await house.Records.SingleAsync();
        Assert.Equal(("cut", "limit_reached"), (record.GetProperty("ended").GetString(), record.GetProperty("reason").GetString()));
        await house.WhenQuietAsync();
        Assert.Equal(0, house.Limits.Count(unit).Reserved);
    }

    [Fact]
    public async Task Session_LeftInMidAnswer_IsCountedByWhatPassed()
    {
        await using var house = await SidecarHouse.OpenAsync(Rules(GivenLimits.Rule(LimitUnit.OutputTokens, 5000)));
        using (var agent = await ConnectAsync(house))
        {
            using var patience = new CancellationTokenSource(Eventually.Bound);
            await SayAsync(agent, """{"type":"response.create"}""", patience.Token);
            for (var index = 0; index < 100; index++) await SayAsync(agent, Delta, patience.Token);
            agent.Abort();
        }

        var usage = (await house.Records.SingleAsync()).GetProperty("usage");
        Assert.Equal((104, "estimated"), (usage.GetProperty("gen_ai.usage.output_tokens").GetInt32(), usage.GetProperty("source").GetString()));
        await house.WhenQuietAsync();
        Assert.Equal(104, house.Limits.Count(LimitUnit.OutputTokens).Used);
    }

    private static async Task<ClientWebSocket> ConnectAsync(SidecarHouse house)
    {
        var agent = new ClientWebSocket();
        using var patience = new CancellationTokenSource(Eventually.Bound);
        await agent.ConnectAsync(new($"ws://127.0.0.1:{house.Port}/openai/v1/realtime?model=fast"), patience.Token);
        return agent;
    }

    private static async Task SayAsync(ClientWebSocket agent, string message, CancellationToken patience)
    {
        await agent.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, patience);
        await agent.ReceiveAsync(new byte[4096].AsMemory(), patience);
    }

    private Snapshot Rules(LimitRule limit) => GivenLimits.Fast(Given.Target(_provider.BaseUrl, "gpt-realtime"), limit);
}
