using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Calls of agents that speak Gemini's dialect, whose models stand in the path and sometimes again in the body.</summary>
public sealed class GeminiCallTests
{
    [Fact]
    public async Task BatchEmbed_TargetHasAnotherName_IsNamedAnewInEachRequest()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"embeddings":[{"values":[0.5]}]}""");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gemini-embedding-001", "main", Dialects.Gemini)));

        var answer = await AskAsync(house, "fast:batchEmbedContents", """{"requests":[{"model":"models/fast","content":{"parts":[{"text":"a"}]}}]}""");

        Assert.Equal((HttpStatusCode.OK, """{"embeddings":[{"values":[0.5]}]}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.EndsWith("/models/gemini-embedding-001:batchEmbedContents", provider.Call.Path, StringComparison.Ordinal);
        Assert.Equal("models/gemini-embedding-001", JsonDocument.Parse(provider.Call.Text).RootElement.GetProperty("requests")[0].GetProperty("model").GetString());
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Stream_TargetSpeaksOpenAi_IsItsOwnEvents()
    {
        await using var provider = await Upstream.OfEventsAsync(
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}]}""",
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""",
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}""",
            "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt")));

        var answer = await AskAsync(house, "fast:streamGenerateContent?alt=sse", """{"contents":[{"parts":[{"text":"Hi"}]}]}""");

        var events = (await answer.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, events.Length);
        Assert.All(events, one => Assert.StartsWith("data: {\"candidates\":", one, StringComparison.Ordinal));
        Assert.EndsWith(
            "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":2,\"totalTokenCount\":9},\"modelVersion\":\"gpt\",\"responseId\":\"c\"}",
            events[^1],
            StringComparison.Ordinal);
        await house.WhenQuietAsync();
    }

    private static Task<HttpResponseMessage> AskAsync(SidecarHouse house, string verb, string body) =>
        house.Agent.PostAsync(new Uri("/gemini/v1beta/models/" + verb, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
}
