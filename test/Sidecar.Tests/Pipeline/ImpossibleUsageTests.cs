using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>A provider that says that text took no token is not believed; one that had nothing to say is.</summary>
public sealed class ImpossibleUsageTests
{
    private const string Long = "This is an answer of more than a few bytes, which nobody makes of no token.";

    /// <summary>Whole answers of a chat -> whether the report of no output is believed.</summary>
    public static TheoryData<string, string, bool> Answers => new()
    {
        { "OpenAI's text", $$$"""{"choices":[{"message":{"role":"assistant","content":"{{{Long}}}"}}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", false },
        { "usage first", $$$"""{"usage":{"prompt_tokens":9,"completion_tokens":0},"choices":[{"message":{"role":"assistant","content":"{{{Long}}}"}}]}""", false },
        { "text with escapes", """{"choices":[{"message":{"content":"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\""}}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", false },
        { "a tool's arguments", $$$"""{"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"f","arguments":"{\"a\":\"{{{Long}}}\"}"}}]}}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", false },
        { "a tool without arguments", """{"choices":[{"message":{"content":null,"tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}]}}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", false },
        { "Anthropic's call", $$$"""{"content":[{"type":"tool_use","id":"t","name":"f","input":{"a":{"b":"{{{Long}}}"} } }],"usage":{"input_tokens":9,"output_tokens":0}}""", false },
        { "a call with numbers alone", """{"content":[{"type":"tool_use","id":"t","name":"f","input":{"a":[1,22,333,4444,55555]}}],"usage":{"input_tokens":9,"output_tokens":0}}""", false },
        { "Gemini's call", $$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":"{{{Long}}}"} } }]}}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":0}}""", false },
        { "Bedrock's call", $$$"""{"output":{"message":{"content":[{"toolUse":{"toolUseId":"t","name":"f","input":{"{{{Long}}}":true} } }]}},"usage":{"inputTokens":9,"outputTokens":0}}""", false },
        { "a tool's own words", $$$"""{"output":[{"type":"custom_tool_call","name":"f","input":"{{{Long}}}"}],"usage":{"input_tokens":9,"output_tokens":0}}""", false },
        { "reasoning alone", $$$"""{"choices":[{"message":{"content":"","reasoning_content":"{{{Long}}}"}}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", false },
        { "Anthropic's text", $$$"""{"content":[{"type":"text","text":"{{{Long}}}"}],"usage":{"input_tokens":9,"output_tokens":0}}""", false },
        { "Gemini's text", $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{Long}}}"}]}}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":0}}""", false },
        { "text in pieces", """{"choices":[{"message":{"content":"123456789"}},{"message":{"content":"123456789"}}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", false },
        { "nothing", """{"choices":[{"message":{"role":"assistant","content":""},"finish_reason":"content_filter"}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", true },
        { "no call", """{"choices":[{"message":{"role":"assistant","content":"","tool_calls":[]},"finish_reason":"content_filter"}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", true },
        { "what stands behind an empty call", $$$"""{"content":[{"type":"tool_use","input":{},"id":"{{{Long}}}","of":{"a":["{{{Long}}}"]}}],"usage":{"input_tokens":9,"output_tokens":0}}""", true },
        { "a few bytes", """{"choices":[{"message":{"role":"assistant","content":"\n\n"}}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", true },
        { "long names that are no text", $$$"""{"id":"{{{Long}}}","content_filter_results_of_text":"{{{Long}}}","model":"text","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0}}""", true },
        { "a report", $$$"""{"choices":[{"message":{"content":"{{{Long}}}"}}],"usage":{"prompt_tokens":9,"completion_tokens":1}}""", true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_WithTextOfNoToken_CountsAsAnEstimate(string what, string answer, bool isBelieved)
    {
        await using var provider = await Upstream.OfJsonAsync(answer);
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(provider.BaseUrl), GivenLimits.Rule(LimitUnit.OutputTokens, 10_000)));

        using var passed = await house.ChatAsync("""{"model":"fast","messages":[]}""");
        Assert.Equal(answer, await passed.Content.ReadAsStringAsync());
        await house.WhenQuietAsync();

        var usage = (await house.Records.SingleAsync()).GetProperty("usage");
        Assert.Equal((what, isBelieved ? "reported" : "estimated", 9), (what, usage.GetProperty("source").GetString(), usage.GetProperty("gen_ai.usage.input_tokens").GetInt32()));
        var used = house.Limits.Count(LimitUnit.OutputTokens).Used;
        Assert.True(isBelieved ? used <= 1 : used == answer.Length / 4, $"{used}");
    }

    [Fact]
    public async Task Stream_WithTextOfNoToken_CountsItsEvents()
    {
        await using var provider = await Upstream.OfEventsAsync([.. Enumerable.Repeat("""{"choices":[{"index":0,"delta":{"content":"word "}}]}""", 20), """{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0}}""", "[DONE]"]);
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(provider.BaseUrl), GivenLimits.Rule(LimitUnit.OutputTokens, 10_000)));

        using var passed = await house.ChatAsync("""{"model":"fast","stream":true,"stream_options":{"include_usage":true},"messages":[]}""");
        await passed.Content.ReadAsStringAsync();
        await house.WhenQuietAsync();

        Assert.Equal(22, house.Limits.Count(LimitUnit.OutputTokens).Used);
        var usage = (await house.Records.SingleAsync()).GetProperty("usage");
        Assert.Equal(("estimated", 21), (usage.GetProperty("source").GetString(), usage.GetProperty("gen_ai.usage.input_tokens").GetInt32()));
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}}]}""")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":1}}}]}}]}""")]
    public async Task Stream_WithCallsOfNoToken_CountsItsEvents(string call)
    {
        await using var provider = await Upstream.OfEventsAsync([.. Enumerable.Repeat(call, 20), """{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":0}}""", "[DONE]"]);
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(provider.BaseUrl), GivenLimits.Rule(LimitUnit.OutputTokens, 10_000)));

        using var passed = await house.ChatAsync("""{"model":"fast","stream":true,"stream_options":{"include_usage":true},"messages":[]}""");
        await passed.Content.ReadAsStringAsync();
        await house.WhenQuietAsync();

        Assert.Equal(22, house.Limits.Count(LimitUnit.OutputTokens).Used);
    }

    [Fact]
    public async Task Embeddings_WithoutOutput_AreBelieved()
    {
        await using var provider = await Upstream.OfJsonAsync($$$"""{"data":[{"embedding":[1],"text":"{{{Long}}}"}],"usage":{"prompt_tokens":9,"completion_tokens":0}}""");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        using var passed = await house.Agent.PostAsync(new Uri("/openai/v1/embeddings", UriKind.Relative), new StringContent("""{"model":"fast","input":"a"}""", null, "application/json"));
        await passed.Content.ReadAsStringAsync();

        Assert.Equal("reported", (await house.Records.SingleAsync()).GetProperty("usage").GetProperty("source").GetString());
    }

    /// <summary>Wherever an answer is cut into pieces, the same is found of it.</summary>
    [Fact]
    public void Answer_InWhateverPieces_IsReadTheSame()
    {
        var cuts = Gen.Choose(1, 30).ListOf().ToArbitrary();
        foreach (var (_, answer, isBelieved) in Answers.Select(row => row.Data))
        {
            Prop.ForAll(cuts, sizes =>
            {
                var tap = new UsageTap(100, withholdUsageChunk: false) { MakesText = true };
                ReadOnlySpan<byte> left = System.Text.Encoding.UTF8.GetBytes(answer);
                foreach (var size in sizes)
                {
                    var piece = left[..Math.Min(size, left.Length)];
                    tap.OnBytes(piece);
                    left = left[piece.Length..];
                }

                tap.OnBytes(left);
                Assert.Equal(isBelieved ? UsageSource.Reported : UsageSource.Estimated, tap.Usage.Source);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
        }
    }
}
