using System.Buffers;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>Frames one by one: what leaves for each, byte for byte.</summary>
public sealed class FrameGuardTests
{
    private const string Head = """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[""";
    private readonly GuardSession _session = Guarded.SessionOf(GuardAction.Mask, "secret");

    [Fact]
    public void Of_NothingLooksAndNothingIsToBeTurnedBack_IsNone()
    {
        Assert.Null(FrameGuard.Of(null, WireFormat.OpenAiChat, isBinary: false));
        Assert.Null(FrameGuard.Of(new(GuardPlan.Empty), WireFormat.OpenAiChat, isBinary: false));
        var session = new GuardSession(GuardPlan.Empty);
        session.Vault.TokenOf("EMAIL", "a@example.org");
        Assert.NotNull(FrameGuard.Of(session, WireFormat.OpenAiChat, isBinary: false));
    }

    [Fact]
    public void OnFrame_TextThatEndsInItsOwnFrame_HoldsNothingBack() => Assert.Equal(
        [Chunk("a ", "null"), Chunk("[WORD] sec", "\"stop\"")],
        Run(Chunk("a sec", "null"), Chunk("ret sec", "\"stop\"")));

    [Fact]
    public void OnFrame_OneOfTwoAnswersEnds_ItsRestLeavesBefore() => Assert.Equal(
        [
            Chunk("a ", "null"),
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"sec"},"finish_reason":null}]}""",
            Head + """{"index":1,"delta":{"content":"b"},"finish_reason":null},{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        ],
        Run(Chunk("a sec", "null"), Head + """{"index":1,"delta":{"content":"b"},"finish_reason":null},{"index":0,"delta":{},"finish_reason":"stop"}]}"""));

    [Fact]
    public void OnFrame_SentinelOrEndOfBytes_TheRestLeavesBefore()
    {
        Assert.Equal([Chunk("", "null"), Chunk("sec", "null"), "[DONE]"], Run(Chunk("sec", "null"), "[DONE]"));
        Assert.Equal([Chunk("", "null"), Chunk("sec", "null")], Run(Chunk("sec", "null")));
    }

    [Fact]
    public void OnFrame_ErrorInMidStream_PassesBehindTheRest() => Assert.Equal(
        [Chunk("", "null"), Chunk("sec", "null"), """{"error":{"message":"overloaded","type":"server_error"}}"""],
        Run(Chunk("sec", "null"), """{"error":{"message":"overloaded","type":"server_error"}}"""));

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"secret\"}}]}\n\n", "data: {\"choices\":[{\"index\":0, \"delta\":{\"content\":\"[WORD]\"}}]}\n\n")]
    [InlineData("\uFEFFdata:{\"choices\":[{\"delta\":{\"content\":\"secret\"}}]}\r\n\r\n", "\uFEFFdata:{\"choices\":[{\"delta\":{\"content\":\"[WORD]\"}}]}\r\n\r\n")]
    [InlineData("id: 7\revent: x\rdata: {\"choices\":[{\"delta\":{\"content\":\"s\\u0065cret\"}}]}\r\r", "id: 7\revent: x\rdata: {\"choices\":[{\"delta\":{\"content\":\"[WORD]\"}}]}\r\r")]
    [InlineData(": secret comment\n\n", ": secret comment\n\n")]
    public void OnFrame_AnyShapeOfEvent_IsReadAsItsReaderReadsIt(string frame, string left)
    {
        using var guard = FrameGuard.Of(_session, WireFormat.OpenAiChat, isBinary: false)!;
        ReadOnlySequence<byte> bytes = new(Encoding.UTF8.GetBytes(frame));

        Assert.Equal(FilterVerdict.Pass, guard.OnFrame(ref bytes));

        Assert.Equal(left, Encoding.UTF8.GetString(bytes.ToArray()));
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\",\"content\":\"b\"}}]}\n\n")]
    [InlineData("data: {\"choices\":[\n\n")]
    [InlineData("data: [1]\n\n")]
    [InlineData("data: secret\n\n")]
    public void OnFrame_NoFrameOfTheDialect_IsNotPassed(string frame)
    {
        using var guard = FrameGuard.Of(_session, WireFormat.OpenAiChat, isBinary: false)!;
        ReadOnlySequence<byte> bytes = new(Encoding.UTF8.GetBytes(frame));

        Assert.Throws<InvalidDataException>(() => guard.OnFrame(ref bytes));
    }

    [Fact]
    public void OnFrame_BytesThatAreNotUtf8_AreNotPassed()
    {
        using var guard = FrameGuard.Of(_session, WireFormat.OpenAiChat, isBinary: false)!;
        ReadOnlySequence<byte> bytes = new([.. "data: {\"a\":\""u8, 0xFF, .. "\"}\n\n"u8]);

        Assert.Throws<InvalidDataException>(() => guard.OnFrame(ref bytes));
    }

    [Fact]
    public void OnFrame_MembersThatNobodyKnows_AreTextsAllTheSame()
    {
        Assert.Equal(
            [Head + """{"index":0,"delta":{"new":{"said":""}},"finish_reason":null}]}""", Head + """{"index":0,"delta":{"new":{"said":"[WORD]"}},"finish_reason":null}],"note":"a [WORD]"}"""],
            Run(Head + """{"index":0,"delta":{"new":{"said":"sec"}},"finish_reason":null}]}""", Head + """{"index":0,"delta":{"new":{"said":"ret"}},"finish_reason":null}],"note":"a secret"}"""));
    }

    [Theory]
    [InlineData(GuardAction.Mask, "null")]
    [InlineData(GuardAction.Deny, "null")]
    [InlineData(GuardAction.Flag, """{"content":[{"token":"hi"}]}""")]
    public void OnFrame_LogProbabilities_LeaveOnlyWhereNoCheckMayChangeTheText(GuardAction action, string left)
    {
        using var guard = FrameGuard.Of(Guarded.SessionOf(action, "secret"), WireFormat.OpenAiChat, isBinary: false)!;
        ReadOnlySequence<byte> bytes = new("""data: {"choices":[{"delta":{"content":"hi"},"logprobs":{"content":[{"token":"hi"}]}}]}"""u8.ToArray());

        guard.OnFrame(ref bytes);

        Assert.Equal($"data: {{\"choices\":[{{\"delta\":{{\"content\":\"hi\"}},\"logprobs\":{left}}}]}}", Encoding.UTF8.GetString(bytes.ToArray()));
    }

    [Fact]
    public void OnFrame_MoreTextsThanAreWatched_Denies()
    {
        using var guard = FrameGuard.Of(_session, WireFormat.OpenAiChat, isBinary: false)!;
        for (var choice = 0; choice < FrameGuard.MaxChannels; choice++) Assert.Equal(FilterVerdict.Pass, guard.OnFrame(ref Frame($"{{\"choices\":[{{\"index\":{choice},\"delta\":{{\"content\":\"s\"}}}}]}}")));

        Assert.Equal(FilterVerdict.Cut, guard.OnFrame(ref Frame("""{"choices":[{"index":999,"delta":{"content":"s"}}]}""")));
        Assert.Equal("TOO_MANY_TEXTS", guard.Denial!.Label);
    }

    [Fact]
    public void OnFrame_NameOfAnArgumentThatWouldBeMasked_DeniesAndNamesTheOpenAnswers()
    {
        using var guard = FrameGuard.Of(_session, WireFormat.OpenAiChat, isBinary: false)!;
        Assert.Equal(FilterVerdict.Pass, guard.OnFrame(ref Frame(Head + """{"index":0,"delta":{"content":"x"}},{"index":2,"delta":{"content":"x"}},{"index":1,"delta":{"content":"x"},"finish_reason":"stop"}]}""")));
        Assert.Equal(FilterVerdict.Pass, guard.OnFrame(ref Frame(Head + """{"index":2,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"sec"}}]}}]}""")));
        Assert.Equal(FilterVerdict.Cut, guard.OnFrame(ref Frame(Head + """{"index":2,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ret\":1}"}}]}}]}""")));

        Assert.Equal((GuardPlace.ToolArguments, "WORD", GuardAction.Deny), (guard.Denial!.Place, guard.Denial.Label, guard.Denial.Check.Action));
        Assert.Equal(
            $"data: {Head}{{\"index\":0,\"delta\":{{}},\"logprobs\":null,\"finish_reason\":\"content_filter\"}},{{\"index\":2,\"delta\":{{}},\"logprobs\":null,\"finish_reason\":\"content_filter\"}}]}}\n\n",
            Encoding.UTF8.GetString(guard.Farewell().Span));
        Assert.False(guard.Finish(out _));
    }

    [Fact]
    public void OnFrame_TokensOverPieces_AreTurnedBackInTextsAndArguments()
    {
        var session = new GuardSession(GuardPlan.Empty);
        var token = session.Vault.TokenOf("EMAIL", "a@example.org");

        var left = Run(session, Chunk($"to {token[..4]}", "null"), Chunk($"{token[4..]}, [x", "null"),
            Head + $$$"""{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"to\":\"{{{token}}}\"}"}}]},"finish_reason":"tool_calls"}]}""");

        Assert.Equal(
            [
                Chunk("to ", "null"), Chunk("a@example.org, [x", "null"),
                Head + """{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"to\":\"a@example.org\"}"}}]},"finish_reason":"tool_calls"}]}""",
            ], left);
    }

    [Fact]
    public void OnFrame_WhatIsRepeatedWhole_IsFoundOnce()
    {
        var dialect = new ScriptedResponses();
        var text = dialect.Texts[1];
        var stream = dialect.Write([.. dialect.Open(text), dialect.Piece(text, "a secret"), .. dialect.End(new Dictionary<Spoken, string> { [text] = "a secret" })]);

        Guarded.Run(dialect, _session, stream);

        Assert.Equal(1, Assert.Single(_session.Findings).Count);
    }

    [Fact]
    public void OnFrame_WhatWasNeverStreamedButIsSaidWhole_IsMaskedAndFound()
    {
        var dialect = new ScriptedResponses();
        var text = dialect.Texts[1];

        var output = Encoding.UTF8.GetString(Guarded.Run(dialect, _session, dialect.Write(dialect.End(new Dictionary<Spoken, string> { [text] = "a secret" })))!);

        Assert.Equal(3, output.Split("a [WORD]").Length - 1);
        Assert.Equal(2, output.Split("secret").Length); // What the request said stays: the agent wrote it.
        Assert.Single(_session.Findings);
    }

    private static ReadOnlySequence<byte> s_frame;

    private static ref ReadOnlySequence<byte> Frame(string json)
    {
        s_frame = new(Encoding.UTF8.GetBytes($"data: {json}\n\n"));
        return ref s_frame;
    }

    private static string Chunk(string content, string reason) => $"{Head}{{\"index\":0,\"delta\":{{\"content\":\"{content}\"}},\"finish_reason\":{reason}}}]}}";

    private string[] Run(params string[] frames) => Run(_session, frames);

    private static string[] Run(GuardSession session, params string[] frames)
    {
        var dialect = new ScriptedChat();
        var output = Encoding.UTF8.GetString(Guarded.Run(dialect, session, dialect.Write(frames))!);
        return [.. output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(frame => frame["data: ".Length..])];
    }
}
