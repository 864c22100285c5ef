using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Calls whose target speaks another dialect than the agent: there and back, streamed and not, refused and failed.</summary>
public sealed class TranslatedCallTests
{
    private const string Ask = """{"model":"fast","max_tokens":50,"messages":[{"role":"user","content":"Hi \u00e9"}]}""";
    private const string AskStream = """{"model":"fast","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    private const string OpenAiAnswer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}
        """;

    [Fact]
    public async Task Anthropic_TargetSpeaksOpenAi_IsAnsweredInItsOwnWords()
    {
        await using var provider = await Upstream.OfJsonAsync(OpenAiAnswer);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt")));

        var answer = await MessagesAsync(house, Ask);

        var root = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("message", "Hello", "end_turn"), (root.GetProperty("type").GetString(), root.GetProperty("content")[0].GetProperty("text").GetString(), root.GetProperty("stop_reason").GetString()));
        var sent = JsonDocument.Parse(provider.Call.Text).RootElement;
        Assert.Equal(("gpt", "Hi é"), (sent.GetProperty("model").GetString(), sent.GetProperty("messages")[0].GetProperty("content").GetString()));
        Assert.Equal(("/v1/chat/completions", "Bearer " + Given.Key), (provider.Call.Path, provider.Call.Headers["Authorization"]));
        var record = await house.Records.SingleAsync();
        Assert.Equal(("anthropic", "openai_chat"), (record.GetProperty("dialect").GetString(), record.GetProperty("translated").GetString()));
        Assert.Equal(7, record.GetProperty("usage").GetProperty("gen_ai.usage.input_tokens").GetInt64());
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Anthropic_StreamFromOpenAi_IsItsOwnEvents()
    {
        await using var provider = await Upstream.OfEventsAsync(
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}]}""",
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""",
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}""",
            "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt")));

        var answer = await MessagesAsync(house, AskStream);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            ["message_start", "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
            text.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line[7..]));
        var record = await house.Records.SingleAsync();
        Assert.Equal(("completed", 2), (record.GetProperty("ended").GetString(), record.GetProperty("usage").GetProperty("gen_ai.usage.output_tokens").GetInt32()));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Anthropic_StreamIsCut_EndsWithAnErrorEventOfItsOwn()
    {
        var begun = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, """{"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}""");
            await begun.Task; // A reset overtakes what has not been read yet.
            http.Abort();
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt")));

        var answer = await MessagesAsync(house, AskStream);
        begun.SetResult();
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"", text, StringComparison.Ordinal);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("upstream_cut", "estimated"), (record.GetProperty("ended").GetString(), record.GetProperty("usage").GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Anthropic_FieldThatOpenAiHasNot_IsRefusedNamingIt()
    {
        await using var provider = await Upstream.OfJsonAsync(OpenAiAnswer);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt")));

        var answer = await MessagesAsync(house, """{"model":"fast","max_tokens":50,"top_k":5,"messages":[{"role":"user","content":"Hi"}]}""");

        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request_error"), (answer.StatusCode, error.GetProperty("type").GetString()));
        Assert.Contains("'top_k'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
        Assert.Equal("untranslatable", (await house.Records.SingleAsync()).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("""{"model":"fast","max_tokens":50,"metadata":{"user_id":"\ud800"},"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"model":"fast","max_tokens":50,"stop_sequences":["\udc00 x"],"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"model":"fast","max_tokens":50,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"\ud800","content":"x"}]}]}""")]
    [InlineData("""{"model":"fast","max_tokens":50,"tools":[{"name":"\ud800","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"Hi"}]}""")]
    public async Task Anthropic_TextIsNoUnicode_IsTheAgentsErrorAndNoFaultOfTheGateway(string ask)
    {
        await using var provider = await Upstream.OfJsonAsync(OpenAiAnswer);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt")));

        var answer = await MessagesAsync(house, ask);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(provider.Calls);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Anthropic_RouteOmits_TheFieldIsNamedInHeaderAndAudit()
    {
        await using var provider = await Upstream.OfJsonAsync(OpenAiAnswer);
        var route = new ModelRoute { Name = "shop/chat", Models = ["fast"], Targets = [Given.Target(provider.BaseUrl, "gpt")], OmitUntranslatable = true };
        await using var house = await SidecarHouse.OpenAsync(Given.Snapshot([Given.Policy("base", "fast")], route));

        var answer = await MessagesAsync(house, """{"model":"fast","max_tokens":50,"top_k":5,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("top_k", answer.Headers.GetValues("x-aigateway-omitted").Single());
        Assert.Equal("top_k", (await house.Records.SingleAsync()).GetProperty("omitted")[0].GetString());
        Assert.DoesNotContain("top_k", provider.Call.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anthropic_TargetThatCannotExpressTheCall_MakesWayForOneThatCan()
    {
        await using var other = await Upstream.OfJsonAsync(OpenAiAnswer);
        await using var own = await Upstream.OfJsonAsync("""{"id":"msg","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"own"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(
            Given.Target(other.BaseUrl, "gpt", "other"), Given.Target(own.BaseUrl, "claude", "own", Dialects.Anthropic)));

        var answer = await MessagesAsync(house, """{"model":"fast","max_tokens":50,"top_k":5,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Contains("own", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(other.Calls);
        Assert.Equal("untranslatable", (await house.Records.SingleAsync()).GetProperty("attempts")[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task OpenAi_GeminiRefusesTheKeyWithA400_SaysWhoseKeyItIs()
    {
        await using var provider = await Upstream.OfJsonAsync(
            """{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}""", 400);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gemini-2.5-flash", "main", Dialects.Gemini)));

        var answer = await house.ChatAsync("""{"model":"fast","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("provider_unauthorized", (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    [Fact]
    public async Task OpenAi_TargetSpeaksAnthropicAndRefuses_ReadsTheErrorInItsOwnWords()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: too large"},"request_id":"r"}""", 400);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "claude", "main", Dialects.Anthropic)));

        var answer = await house.ChatAsync("""{"model":"fast","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("max_tokens: too large", (await SidecarHouse.ErrorOfAsync(answer)).Message);
    }

    [Fact]
    public async Task OpenAi_TargetSpeaksAnthropicAndTalksNonsense_IsAFailureOfTheProvider()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"hello":["world"]}""");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "claude", "main", Dialects.Anthropic)));

        var answer = await house.ChatAsync("""{"model":"fast","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal((HttpStatusCode.BadGateway, "provider_failed"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("\"odd\":1,", true)]
    public async Task Anthropic_HistoryHoldsAnotherMakersSeal_LosesItUnlessMoreWouldGetLost(string member, bool stays)
    {
        await using var provider = await Upstream.OfJsonAsync("""{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "claude", "main", Dialects.Anthropic)));

        var answer = await MessagesAsync(house, """
            {"model":"fast",MEMBER"max_tokens":50,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"aigw1.gemini.c2ln"},{"type":"text","text":"yes"}]},{"role":"user","content":"So?"}]}
            """.Replace("MEMBER", member, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(stays, provider.Call.Text.Contains("aigw1.", StringComparison.Ordinal));
        Assert.Contains("So?", provider.Call.Text, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> MessagesAsync(SidecarHouse house, string body) => house.Agent.SendAsync(
        new(HttpMethod.Post, "/anthropic/v1/messages") { Content = new StringContent(body, Encoding.UTF8, "application/json") }, HttpCompletionOption.ResponseHeadersRead);
}
