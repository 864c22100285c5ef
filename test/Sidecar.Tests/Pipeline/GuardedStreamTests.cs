using System.Net;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Streams that guardrails look at, through the whole path.</summary>
public sealed class GuardedStreamTests
{
    private const string Ask = """{"model":"fast","stream":true,"messages":[{"role":"user","content":"hi"}]}""";
    private const string UsageAlone = """{"id":"c","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":9}}""";

    [Fact]
    public async Task Chat_WordOverTwoChunks_IsMaskedAndTheRestLeaves()
    {
        await using var provider = await Upstream.OfEventsAsync(Chunk("a sec"), Chunk("ret b se"), End, UsageAlone, "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Fast(GuardAction.Mask, Given.Target(provider.BaseUrl)));

        var answer = await (await house.ChatAsync(Ask)).Content.ReadAsStringAsync();

        Assert.Equal(["a ", "[WORD] b ", "se", ""], ContentsOf(answer));
        Assert.EndsWith($"{Data(End)}data: [DONE]\n\n", answer);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("reported", 9), (record.GetProperty("usage").GetProperty("source").GetString(), record.GetProperty("usage").GetProperty("gen_ai.usage.output_tokens").GetInt32()));
    }

    [Fact]
    public async Task Chat_NothingFound_PassesByteForByte()
    {
        await using var provider = await Upstream.OfEventsAsync(Chunk("a"), Chunk("b"), End, "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Fast(GuardAction.Mask, Given.Target(provider.BaseUrl)));

        var answer = await (await house.ChatAsync(Ask)).Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, (await house.ChatAsync(Ask)).StatusCode);
        Assert.Contains(Data(Chunk("a")), answer);
    }

    [Fact]
    public async Task Chat_DeniedInMidStream_EndsInAFilteredChunkAndAnErrorWithItsUsage()
    {
        await using var provider = await Upstream.OfEventsAsync(Chunk("first "), Chunk("then sec"), Chunk("ret and more"), End);
        await using var house = await SidecarHouse.OpenAsync(Fast(GuardAction.Deny, Given.Target(provider.BaseUrl)));

        var answer = await (await house.ChatAsync(Ask)).Content.ReadAsStringAsync();

        var events = answer.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text["data: ".Length..]).RootElement).ToArray();
        Assert.Equal("content_filter", events[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal("guardrail_denied", events[^1].GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("'shop/plain' (checks[0], words: WORD)", events[^1].GetProperty("error").GetProperty("message").GetString());
        Assert.Contains("first ", answer);
        Assert.DoesNotContain("sec", answer);
        var record = await house.Records.SingleAsync();
        Assert.Equal("estimated", record.GetProperty("usage").GetProperty("source").GetString());
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Chat_DeniedBeforeAnythingHasLeft_IsRefused()
    {
        await using var provider = await Upstream.OfEventsAsync(Chunk("secret"), End, "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Fast(GuardAction.Deny, Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(Ask);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("guardrail_denied", (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    [Fact]
    public async Task Chat_OfAnthropic_IsMaskedInItsOwnWords()
    {
        await using var provider = await Upstream.OfEventsAsync(
            """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"x","content":[],"usage":{"input_tokens":3,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"my sec"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ret s"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"mail","input":{}}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"to\":\"s\\u0065"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"cret\"}"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":7}}""",
            """{"type":"message_stop"}""");
        await using var house = await SidecarHouse.OpenAsync(Fast(GuardAction.Mask, Given.Target(provider.BaseUrl, "claude", dialect: Dialects.Anthropic)));

        var answer = await (await house.ChatAsync(Ask)).Content.ReadAsStringAsync();

        Assert.Equal("my [WORD] s", string.Concat(ContentsOf(answer)));
        Assert.Equal("""{"to":"[WORD]"}""", ArgumentsOf(answer));
        Assert.EndsWith("data: [DONE]\n\n", answer);
        Assert.Equal(7, (await house.Records.SingleAsync()).GetProperty("usage").GetProperty("gen_ai.usage.output_tokens").GetInt32());
    }

    [Fact]
    public async Task Chat_ProviderBreaksOff_WhatWasHeldLeavesBeforeTheError()
    {
        var read = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, Chunk("a sec"));
            await read.Task;
            http.Abort();
        });
        await using var house = await SidecarHouse.OpenAsync(Fast(GuardAction.Mask, Given.Target(provider.BaseUrl)));

        var call = await house.ChatAsync(Ask);
        read.SetResult();
        var answer = await call.Content.ReadAsStringAsync();

        Assert.Equal("a sec", string.Concat(ContentsOf(answer)));
        Assert.Contains("stream_broken", answer);
    }

    [Fact]
    public async Task Chat_FrameThatIsNoJson_EndsTheStream()
    {
        await using var provider = await Upstream.OfEventsAsync(Chunk("a"), "{no json secret", End, "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Fast(GuardAction.Mask, Given.Target(provider.BaseUrl)));

        var answer = await (await house.ChatAsync(Ask)).Content.ReadAsStringAsync();

        Assert.DoesNotContain("secret", answer);
        Assert.Contains("stream_broken", answer);
    }

    private const string End = """{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    private static Snapshot Fast(GuardAction action, Target target) => Given.Snapshot([Given.Policy("base", "fast")], new ModelRoute
    {
        Name = "shop/chat",
        Models = ["fast"],
        Targets = [target],
        Guards = new([LiteralCheck.Of(action, [GuardPlace.Output, GuardPlace.ToolArguments], "secret")]),
    });

    private static string Chunk(string content) => $$$"""{"id":"c","choices":[{"index":0,"delta":{"content":"{{{content}}}"},"finish_reason":null}]}""";

    private static string Data(string json) => $"data: {json}\n\n";

    private static IEnumerable<JsonElement> DeltasOf(string answer) =>
        from text in answer.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        where text.StartsWith("data: {", StringComparison.Ordinal)
        let root = JsonDocument.Parse(text["data: ".Length..]).RootElement
        where root.TryGetProperty("choices", out _)
        from choice in root.GetProperty("choices").EnumerateArray()
        select choice.GetProperty("delta");

    private static string[] ContentsOf(string answer) => [.. DeltasOf(answer).Select(delta => delta.TryGetProperty("content", out var content) ? content.GetString()! : "")];

    private static string ArgumentsOf(string answer) => string.Concat(
        from delta in DeltasOf(answer)
        where delta.TryGetProperty("tool_calls", out _)
        select delta.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
}
