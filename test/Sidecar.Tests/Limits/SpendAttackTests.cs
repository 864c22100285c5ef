using System.Buffers;
using System.Text;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Approvals;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Limits;

/// <summary>Ways to use more than is counted, or to have something else done than was approved. Each is tried by its name.</summary>
public sealed class SpendAttackTests
{
    /// <summary>How the request asks for output -> what must be reserved for it; null where it says nothing that binds a provider.</summary>
    public static TheoryData<string, string, string, long?> Bounds => new()
    {
        { "a fraction beside a small integer", nameof(WireFormat.OpenAiChat), """ "max_tokens":1,"max_completion_tokens":50000.0 """, 50000 },
        { "an exponent", nameof(WireFormat.OpenAiChat), """ "max_tokens":5e4 """, 50000 },
        { "a text that lenient readers take for a number", nameof(WireFormat.OpenAiChat), """ "max_tokens":"50000" """, 50000 },
        { "a text with an escape", nameof(WireFormat.OpenAiChat), """ "max_tokens":"5\u00300" """, 500 },
        { "an endless number", nameof(WireFormat.OpenAiChat), """ "max_tokens":1e999 """, 1L << 32 },
        { "choices in a text", nameof(WireFormat.OpenAiChat), """ "max_tokens":10,"n":"8" """, 80 },
        { "another case, that some read too", nameof(WireFormat.OpenAiChat), """ "max_tokens":1,"MAX_TOKENS":50000 """, 50000 },
        { "a bound that chat does not know", nameof(WireFormat.OpenAiChat), """ "max_output_tokens":1 """, null },
        { "another dialect's settings", nameof(WireFormat.OpenAiChat), """ "generationConfig":{"maxOutputTokens":1} """, null },
        { "a bound that Responses do not know", nameof(WireFormat.OpenAiResponses), """ "max_tokens":1,"max_output_tokens":50000 """, 50000 },
        { "Gemini's settings left before", nameof(WireFormat.GeminiContent), """ "generationConfig":{"maxOutputTokens":9},"maxOutputTokens":1,"x":{"maxOutputTokens":2} """, 9 },
        { "Gemini's candidates in a text", nameof(WireFormat.GeminiContent), """ "generationConfig":{"maxOutputTokens":9,"candidateCount":"3"} """, 27 },
        { "another's bound at Gemini", nameof(WireFormat.GeminiContent), """ "max_tokens":1 """, null },
        { "below zero", nameof(WireFormat.OpenAiChat), """ "max_tokens":-5 """, null },
        { "words", nameof(WireFormat.OpenAiChat), """ "max_tokens":"many" """, null },
    };

    /// <summary>Two sets of arguments that a human may have meant differently.</summary>
    public static TheoryData<string, string, string> Arguments => new()
    {
        { "an id of 19 digits", """{"id":1234567890123456789}""", """{"id":1234567890123456788}""" },
        { "the first integer that no double holds", """{"id":9007199254740993}""", """{"id":9007199254740992}""" },
        { "digits behind the point", """{"amount":0.10000000000000000}""", """{"amount":0.10000000000000001}""" },
        { "smaller than every double", """{"rate":1e-400}""", """{"rate":2e-400}""" },
        { "two long numbers changed over", """{"a":1234567890123456789,"b":1234567890123456788}""", """{"a":1234567890123456788,"b":1234567890123456789}""" },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Bound_WrittenSoThatItLooksSmall_IsTheMostThatAProviderMayTakeItFor(string attack, string dialect, string members, long? most)
    {
        var format = Enum.Parse<WireFormat>(dialect);
        using var body = Chunks.Straddling(Chunks.Pool(), Encoding.UTF8.GetBytes($$"""{"model":"fast",{{members}},"messages":[]}"""), 5);

        Assert.False(RequestReader.Read(body, new(format, format == WireFormat.GeminiContent ? "fast" : null)).Stops(out var refusal, out var read), refusal?.Message);
        Assert.Equal((attack, most ?? 0), (attack, read!.MostTokens * read.Choices * read.Prompts));
        Assert.Equal((attack, most is not null), (attack, read.Binding != OutputNames.None));
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Arguments_ThatOneDoubleStandsFor_AreTwoQuestions(string attack, string approved, string made)
    {
        Assert.NotEqual((attack, Bind(approved)), (attack, Bind(made)));
        Assert.Equal(Bind(made), Bind(made));
    }

    [Fact]
    public void Arguments_WrittenDifferently_AreOneQuestion() => Assert.Equal(Bind("""{"a":1.0,"b":[2e2]}"""), Bind("""{ "b" : [200], "a" : 1 }"""));

    [Fact]
    public void Stream_LeftBeforeItsLastUsage_IsCountedByWhatPassed()
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);

        Pass(tap, """{"type":"message_start","message":{"id":"m","usage":{"input_tokens":30,"output_tokens":1}}}""");
        for (var index = 0; index < 500; index++) Pass(tap, """{"type":"content_block_delta","delta":{"text":"word"}}""");

        Assert.Equal((30, 501, UsageSource.Estimated), (tap.Usage.Input, tap.Usage.Output, tap.Usage.Source));
    }

    [Fact]
    public void Stream_ThatTellsTheWholeAtItsEnd_IsCountedAsTold()
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);

        Pass(tap, """{"type":"message_start","message":{"id":"m","usage":{"input_tokens":30,"output_tokens":1}}}""");
        for (var index = 0; index < 500; index++) Pass(tap, """{"type":"content_block_delta","delta":{"text":"word"}}""");
        Pass(tap, """{"type":"message_delta","usage":{"output_tokens":450}}""");
        Pass(tap, """{"type":"message_stop"}""");

        Assert.Equal(new Usage(30, 450, UsageSource.Reported), tap.Usage);
    }

    [Fact]
    public void BinaryStream_LeftBehindAnEarlyUsage_IsCountedByWhatPassed()
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);

        Pass(tap, "metadata", """{"usage":{"inputTokens":3,"outputTokens":1,"totalTokens":4}}"""u8);
        for (var index = 0; index < 50; index++) Pass(tap, "contentBlockDelta", """{"delta":{"text":"word"}}"""u8);

        Assert.Equal((3, 51, UsageSource.Estimated), (tap.Usage.Input, tap.Usage.Output, tap.Usage.Source));
    }

    [Fact]
    public async Task Rules_RenamedOverAndOver_DoNotSilenceTheBudgetInForce()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        var budget = GivenLimits.Leased(LimitUnit.OutputTokens, 1000);
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl), budget));
        var words = new SliceWords(house.Limits, house.Snapshots, new("e1"), new(), () => true);

        for (var edit = 0; edit <= SliceWord.MaxSlices / 32; edit++)
        {
            var renamed = Enumerable.Range(0, 32).Select(index => GivenLimits.Leased(LimitUnit.Requests, 1000, rule => rule with { Limit = $"aaa/{edit}/{index}" }));
            house.Snapshots.Swap(GivenLimits.Fast(Given.Target(upstream.BaseUrl), [budget, .. renamed]));
        }

        Assert.True(words.TryNext(out var word));
        Assert.Equal(SliceWord.MaxSlices, word.Slices!.Slices.Length);
        Assert.Contains(word.Slices.Slices, slice => slice.Limit == budget.Limit);
    }

    [Fact]
    public void Usage_BeyondWhatTheOperatorListensTo_IsToldAsTheMostThatItHears()
    {
        var count = new SliceCount("");
        var rule = GivenLimits.Leased(LimitUnit.Usd, 1000);
        for (var lie = 0; lie < 20; lie++) count.Settle(0, new(1_000_000_000_000_000, 0), 1);

        var told = count.ToState(rule, isIdle: false, isFinal: false);

        Assert.Equal((SliceState.MaxAmount, true), (told.Used, told.Wanted <= SliceState.MaxAmount));
    }

    [Fact]
    public void Usage_WhoseSumWouldOverflow_IsNoSmallOne()
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);

        tap.OnBytes("""{"usage":{"input_tokens":9223372036854775807,"cache_read_input_tokens":9223372036854775807,"output_tokens":9223372036854775807}}"""u8);

        Assert.True(tap.Usage.Input >= Usage.MaxCount && tap.Usage.Output >= Usage.MaxCount, $"{tap.Usage.Input}, {tap.Usage.Output}");
        Assert.True(tap.Usage.Input + tap.Usage.Output > tap.Usage.Input);
    }

    private static string? Bind(string arguments) => ApprovalBinding.HashOf(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)));

    private static void Pass(UsageTap tap, string data)
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
        tap.OnEvent(ref bytes);
    }

    private static void Pass(UsageTap tap, string type, ReadOnlySpan<byte> payload)
    {
        var bytes = new ArrayBufferWriter<byte>();
        EventStreamWriter.Write(bytes, type, payload);
        var message = new ReadOnlySequence<byte>(bytes.WrittenMemory);
        tap.OnMessage(ref message);
    }
}
