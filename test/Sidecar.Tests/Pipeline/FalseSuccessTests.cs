using System.Net;
using System.Text.Json;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Providers that answer 200 and mean something else: an error at the head of a stream, an error in its middle, bytes that are no answer.</summary>
public sealed class FalseSuccessTests
{
    private const string Ask = """{"model":"fast"}""";
    private const string AskStream = """{"model":"fast","stream":true}""";
    private const string Limited = """{"error":{"message":"slow down","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""";
    private const string Chunk = """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}""";

    [Fact]
    public async Task Stream_BeginsWithAnError_NextTargetAnswers()
    {
        await using var bad = await Upstream.OfEventsAsync(Limited);
        await using var good = await Upstream.OfEventsAsync(Chunk, "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(bad.BaseUrl, "a", "bad"), Given.Target(good.BaseUrl, "b", "good")));

        var answer = await house.ChatAsync(AskStream);

        Assert.Contains("Hi", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var record = await house.Records.SingleAsync();
        Assert.Equal("error_in_stream", record.GetProperty("attempts")[0].GetProperty("error").GetString());
        Assert.Equal("shop/good", record.GetProperty("provider").GetString());
    }

    [Fact]
    public async Task Stream_BeginsWithAnErrorAndNoTargetIsLeft_AgentGetsItAsAnAnswer()
    {
        await using var bad = await Upstream.OfEventsAsync(Limited);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(bad.BaseUrl)));

        var answer = await house.ChatAsync(AskStream);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(("rate_limit_exceeded", "slow down", null), await SidecarHouse.ErrorOfAsync(answer));
    }

    [Fact]
    public async Task Stream_ErrorInItsMiddle_PassesAndIsRecorded()
    {
        await using var bad = await Upstream.OfEventsAsync(Chunk, Limited);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(bad.BaseUrl)));

        var answer = await house.ChatAsync(AskStream);

        Assert.Contains("slow down", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("upstream_cut", (await house.Records.SingleAsync()).GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Answer_IsNoJson_NextTargetAnswers()
    {
        await using var bad = await Upstream.OfJsonAsync("<html>not JSON</html>");
        await using var good = await Upstream.OfJsonAsync("""{"ok":true}""");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(bad.BaseUrl, "a", "bad"), Given.Target(good.BaseUrl, "b", "good")));

        var answer = await house.ChatAsync(Ask);

        Assert.True(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal("garbage", (await house.Records.SingleAsync()).GetProperty("attempts")[0].GetProperty("error").GetString());
    }
}
