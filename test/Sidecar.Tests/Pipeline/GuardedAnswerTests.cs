using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Rig;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What guardrails do to whole answers: the agent gets what they leave, in its own words, and what was masked on the way out comes back.</summary>
public sealed class GuardedAnswerTests
{
    private const string Chat = """{"model":"fast","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Mask_InOneChoice_ReplacesItsTextsAndDropsItsLogProbabilities()
    {
        const string Answer = """
            {"id":"c1","choices":[{"index":0,"logprobs":{"content":[{"token":"ze"},{"token":"bra"}]},"message":{"role":"assistant","content":"a z\u0065bra","refusal":null,
            "tool_calls":[{"id":"t","type":"function","function":{"name":"zebra","arguments":"{\"x\":\"zebra\"}"}}],"reasoning_content":"zebra?"}},
            {"index":1,"message":{"content":"a \u0068orse"},"logprobs":{"content":[{"token":"a"}]}}],"usage":{"prompt_tokens":11,"completion_tokens":7}}
            """;
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Mask, GuardPlace.Output, GuardPlace.ToolArguments));

        var answer = await house.ChatAsync(Chat);

        var expected = Answer.Replace("{\"content\":[{\"token\":\"ze\"},{\"token\":\"bra\"}]}", "null").Replace("a z\\u0065bra", "a [WORD]").Replace("{\\\"x\\\":\\\"zebra\\\"}", "{\\\"x\\\":\\\"[WORD]\\\"}").Replace("zebra?", "[WORD]?");
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        Assert.Equal(Encoding.UTF8.GetByteCount(expected), answer.Content.Headers.ContentLength);
        await house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("/openai/v1/chat/completions", Chat, """{"choices":[{"message":{"content":"a zebra"}}],"usage":{"prompt_tokens":11,"completion_tokens":7}}""", Dialects.OpenAi)]
    [InlineData("/openai/v1/chat/completions", Chat, """{"choices":[{"message":{"content":null,"tool_calls":[{"function":{"arguments":"{\"z\":[\"zebra\"]}"}}]}}],"usage":{"prompt_tokens":11,"completion_tokens":7}}""", Dialects.OpenAi)]
    [InlineData("/openai/v1/completions", """{"model":"fast","prompt":"hi"}""", """{"choices":[{"text":"a zebra"}],"usage":{"prompt_tokens":11,"completion_tokens":7}}""", Dialects.OpenAi)]
    [InlineData("/openai/v1/responses", """{"model":"fast","input":"hi"}""", """{"object":"response","output":[{"type":"message","content":[{"type":"output_text","text":"a zebra"}]}],"usage":{"input_tokens":11,"output_tokens":7}}""", Dialects.OpenAi)]
    [InlineData("/anthropic/v1/messages", """{"model":"fast","max_tokens":5,"messages":[]}""", """{"type":"message","content":[{"type":"thinking","thinking":"a zebra"}],"usage":{"input_tokens":11,"output_tokens":7}}""", Dialects.Anthropic)]
    [InlineData("/gemini/v1beta/models/fast:generateContent", """{"contents":[]}""", """{"candidates":[{},{"content":{"parts":[{"text":"a zebra"}]}}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":7}}""", Dialects.Gemini)]
    [InlineData("/bedrock/model/fast/converse", """{"messages":[]}""", """{"output":{"message":{"content":[{"toolUse":{"input":{"x":"zebra"}}}]}},"usage":{"inputTokens":11,"outputTokens":7}}""", Dialects.Bedrock)]
    [InlineData("/anthropic/v1/messages", """{"model":"fast","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""", """{"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a zebra"}}],"usage":{"prompt_tokens":11,"completion_tokens":7}}""", Dialects.OpenAi)]
    public async Task Deny_InAnswer_IsRefusedWithItsUsage(string path, string request, string body, string dialect)
    {
        await using var provider = await Upstream.OfJsonAsync(body);
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl, "m", "main", dialect), WordCheck.Of("zebra", GuardAction.Deny, GuardPlace.Output, GuardPlace.ToolArguments));

        var answer = await house.Agent.PostAsync(path, new StringContent(request, Encoding.UTF8, "application/json"));

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("was refused by the guardrail 'shop/words' (checks[0], words: WORD).", text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("denied", "guardrail_denied", "cut"), (record.GetProperty("decision").GetString(), record.GetProperty("reason").GetString(), record.GetProperty("ended").GetString()));
        var usage = record.GetProperty("usage");
        Assert.Equal(("reported", 11, 7), (usage.GetProperty("source").GetString(), usage.GetProperty("gen_ai.usage.input_tokens").GetInt32(), usage.GetProperty("gen_ai.usage.output_tokens").GetInt32()));
        Assert.DoesNotContain("zebra", text + record.GetRawText() + house.Metrics, StringComparison.Ordinal);
        Assert.Single(provider.Calls);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task ReversibleMask_OfRequest_IsTurnedBackInTheAnswer()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"choices":[{"message":{"content":"to \u005bWORD_1] and [WORD_2]","tool_calls":[{"function":{"arguments":"{\"to\":\"[WORD_1]\"}"}}]}}]}""");
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Reversible("zebra", GuardPlace.Input));

        var answer = await house.ChatAsync("""{"model":"fast","messages":[{"role":"user","content":"mail zebra"}]}""");

        Assert.Equal("""{"model":"fast","messages":[{"role":"user","content":"mail [WORD_1]"}]}""", provider.Call.Text);
        Assert.Equal("""{"choices":[{"message":{"content":"to zebra and [WORD_2]","tool_calls":[{"function":{"arguments":"{\"to\":\"zebra\"}"}}]}}]}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ReversibleMask_InTranslatedCall_IsTurnedBack()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"to [WORD_1]"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""");
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl, "m"), WordCheck.Reversible("zebra", GuardPlace.SystemPrompt));

        var answer = await house.Agent.PostAsync("/anthropic/v1/messages", new StringContent("""{"model":"fast","max_tokens":5,"system":"zebra","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json"));

        Assert.Contains("[WORD_1]", provider.Call.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", provider.Call.Text, StringComparison.Ordinal);
        Assert.Equal("to zebra", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(GuardPlace.Output)]
    [InlineData(GuardPlace.Input, GuardPlace.Output)]
    public async Task ReversibleMask_OfWhatTheProviderWroteFirst_StaysMasked(params GuardPlace[] places)
    {
        await using var provider = await Upstream.OfJsonAsync("""{"choices":[{"message":{"content":"a zebra"}}]}""");
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Reversible("zebra", [.. places]));

        Assert.Equal("""{"choices":[{"message":{"content":"a [WORD]"}}]}""", await (await house.ChatAsync(Chat)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ReversibleMask_InProvidersError_IsTurnedBack()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"error":{"message":"not [WORD_1]","type":"invalid_request_error","param":null,"code":null}}""", 400);
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Reversible("zebra", GuardPlace.Input));

        var answer = await house.ChatAsync("""{"model":"fast","messages":[{"role":"user","content":"zebra"}]}""");

        Assert.Equal((HttpStatusCode.BadRequest, """{"error":{"message":"not zebra","type":"invalid_request_error","param":null,"code":null}}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Error_OfProviderThatRepeatsWhatIsDenied_IsRefused()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"error":{"message":"no zebra","type":"invalid_request_error","param":null,"code":null}}""", 400);
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Deny, GuardPlace.Output));

        var answer = await house.ChatAsync(Chat);

        Assert.Equal("guardrail_denied", (await SidecarHouse.ErrorOfAsync(answer)).Code);
        await house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"cut""")]
    [InlineData("no JSON")]
    [InlineData("")]
    public async Task Answer_OfBrokenJson_IsNotPassed(string body)
    {
        await using var provider = await Upstream.OfJsonAsync(body);
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Mask, GuardPlace.Output));

        var answer = await house.ChatAsync(Chat);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Answer_NotUtf8_IsNotPassed()
    {
        await using var provider = await Upstream.StartAsync(http =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.Body.WriteAsync((byte[])[.. "{\"choices\":[{\"message\":{\"content\":\"a "u8, 0xFF, .. " b\"}}]}"u8]).AsTask();
        });
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Mask, GuardPlace.Output));

        Assert.Equal(HttpStatusCode.BadGateway, (await house.ChatAsync(Chat)).StatusCode);
    }

    [Theory]
    [InlineData("audio/mpeg", HttpStatusCode.OK)]
    [InlineData("text/plain", HttpStatusCode.BadGateway)]
    public async Task Speech_UnderGuard_PassesAsMediaAlone(string type, HttpStatusCode status)
    {
        await using var provider = await Upstream.StartAsync(http =>
        {
            http.Response.ContentType = type;
            return http.Response.WriteAsync("zebra");
        });
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Deny, GuardPlace.Output));

        var answer = await house.Agent.PostAsync("/openai/v1/audio/speech", new StringContent("""{"model":"fast","input":"hi","voice":"alloy"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("gzip", HttpStatusCode.BadGateway)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Stream_ThatIsCompressed_IsNoAnswerThatAGuardCanLookInto(string? coding, HttpStatusCode status)
    {
        await using var provider = await Upstream.StartAsync(http =>
        {
            http.Response.ContentType = "text/event-stream";
            if (coding is not null) http.Response.Headers.ContentEncoding = coding;
            return http.Response.WriteAsync(": zebra in a compressed block\n\n");
        });
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Deny, GuardPlace.Output));

        Assert.Equal(status, (await house.ChatAsync(Chat)).StatusCode);
    }

    [Fact]
    public async Task InputGuard_Alone_HoldsNoAnswerBack()
    {
        var read = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("""{"choices":""");
            await http.Response.Body.FlushAsync();
            await read.Task.WithinBoundAsync();
            await http.Response.WriteAsync("[]}");
        });
        await using var house = await OpenAsync(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Mask, GuardPlace.Input, GuardPlace.SystemPrompt));

        var answer = await house.ChatAsync(Chat);
        using var stream = await answer.Content.ReadAsStreamAsync();
        var first = await stream.ReadAsync(new byte[100]);
        read.SetResult();

        Assert.True(first > 0);
    }

    private static Task<SidecarHouse> OpenAsync(Target target, params TextCheck[] checks) => SidecarHouse.OpenAsync(GivenGuards.Fast(target, checks));
}
