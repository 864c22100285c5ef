using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>Ways in which a provider may carry a text past the guard of a stream. None reaches a client, however it reads and joins: by the letter, by any spelling of a name, by any index.</summary>
public sealed class FrameAttackTests
{
    private const string Word = "zebra";
    private const string Number = "4242424242424242";

    private static readonly string[] s_words = ["index", "type", "finish_reason", "finishReason", "jsonPath", "output_index", "content_index"];

    private static readonly (string Name, WireFormat Format, string[] Frames)[] s_attacks =
    [
        ("split over a name with an escape", WireFormat.OpenAiChat, [Chat("\"content\":\"ze\""), Chat("\"con\\u0074ent\":\"bra\"")]),
        ("split below a name with an escape", WireFormat.OpenAiChat, [Chat("\"content\":\"ze\"").Replace("choices", "ch\\u006fices", StringComparison.Ordinal), Chat("\"content\":\"bra\"")]),
        ("split over indexes that are one number", WireFormat.OpenAiChat, [Choice("0", "ze"), """{"choices":[{"index":7,"delta":{}},{"index":0.0,"delta":{"content":"bra"}}]}"""]),
        ("split over an index in a string", WireFormat.OpenAiChat, [Choice("1", "ze"), Choice("\"1\"", "bra")]),
        ("split over the end of a choice", WireFormat.OpenAiChat, [Choice("0", "ze").Replace("}}]", "},\"finish_reason\":\"stop\"}]", StringComparison.Ordinal), Choice("0", "bra")]),
        ("split over the end of a stream", WireFormat.OpenAiChat, [Choice("0", "ze"), "[DONE]", Choice("0", "bra")]),
        ("split over an error", WireFormat.OpenAiChat, [Choice("0", "ze"), """{"error":{"type":"x"}}""", Choice("0", "bra")]),
        ("behind the sentinel", WireFormat.OpenAiChat, ["[DONE] zebra"]),
        ("as a function", WireFormat.OpenAiChat, [Chat("\"tool_calls\":[{\"index\":0,\"function\":\"zebra\"}]")]),
        ("as a call", WireFormat.OpenAiChat, [Chat("\"tool_calls\":[\"zebra\"]")]),
        ("as the older call", WireFormat.OpenAiChat, [Chat("\"function_call\":\"zebra\"")]),
        ("in calls that are no list", WireFormat.OpenAiChat, [Chat("\"tool_calls\":{\"function\":{\"arguments\":\"zebra\"}}")]),
        ("as details", WireFormat.OpenAiChat, [Chat("\"reasoning_details\":\"zebra\"")]),
        ("as one of the details", WireFormat.OpenAiChat, [Chat("\"reasoning_details\":[\"zebra\"]")]),
        ("in details that are no list", WireFormat.OpenAiChat, [Chat("\"reasoning_details\":{\"text\":\"zebra\"}")]),
        ("a number for a text", WireFormat.OpenAiChat, [Chat($"\"content\":{Number}")]),
        ("a number in arguments", WireFormat.OpenAiChat, [Chat($"\"tool_calls\":[{{\"function\":{{\"arguments\":{Number}}}}}]")]),
        ("a number that nobody knows", WireFormat.OpenAiChat, [$$"""{"choices":[],"note":[{{Number}}]}"""]),
        ("a number in a delta that nobody knows", WireFormat.OpenAiChat, [Chat($"\"note\":{{\"x\":{Number}}}")]),
        ("a number beside a text that is held back", WireFormat.OpenAiChat, [$$$$$"""{"choices":[{"index":0,"delta":{"content":"z"}}],"note":{{{{{Number}}}}}}"""]),
        ("a text beside a text that is held back", WireFormat.OpenAiChat, ["""{"choices":[{"index":0,"delta":{"content":"z"}}],"note":"zebra"}"""]),
        ("a name", WireFormat.OpenAiChat, ["""{"choices":[],"zebra":1}"""]),
        ("a name with an escape", WireFormat.OpenAiChat, ["""{"choices":[],"zebr\u0061":1}"""]),
        ("a name in a delta", WireFormat.OpenAiChat, [Chat("\"zebra\":\"\"")]),
        ("a name in what nobody knows", WireFormat.OpenAiChat, [Chat("\"x\":[{\"zebra\":null}]")]),
        ("a delta without a number", WireFormat.AnthropicMessages, [Text("\"index\":0,", "ze"), Text("", "bra")]),
        ("a delta of a number below none", WireFormat.AnthropicMessages, [Text("\"index\":0,", "ze"), Text("\"index\":-1,", "bra")]),
        ("a delta behind the end of its block", WireFormat.AnthropicMessages, [Text("\"index\":0,", "ze"), """{"type":"content_block_stop","index":0}""", Text("\"index\":0,", "bra")]),
        ("a delta behind the end of the message", WireFormat.AnthropicMessages, [Text("\"index\":0,", "ze"), """{"type":"message_stop"}""", Text("\"index\":0,", "bra")]),
        ("a number in a call", WireFormat.AnthropicMessages, [$$$"""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"n","input":{{{Number}}}}}"""]),
        ("a part behind the end", WireFormat.GeminiContent, [Part("ze", ",\"finishReason\":\"STOP\""), Part("bra", "")]),
        ("a number for arguments", WireFormat.GeminiContent, [$$$$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"n","args":{{{{{Number}}}}}}}]}}]}"""]),
        ("a number in a piece of arguments", WireFormat.GeminiContent, [$$$$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"n","partialArgs":[{"jsonPath":"$.a","numberValue":{{{{{Number}}}}}}]}}]}}]}"""]),
        ("a piece of arguments behind its end", WireFormat.GeminiContent, [Args("ze"), Args("bra")]),
        ("a delta behind its end", WireFormat.OpenAiResponses, [Delta("ze"), """{"type":"response.output_text.done","output_index":0,"content_index":0,"text":""}""", Delta("bra")]),
        ("a delta behind the end of all", WireFormat.OpenAiResponses, [Delta("ze"), """{"type":"response.completed"}""", Delta("bra")]),
    ];

    public static TheoryData<string> Attacks => [.. s_attacks.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Attack_DoesNotReachTheAgent(string name)
    {
        var (_, format, frames) = s_attacks.Single(attack => attack.Name == name);

        var heard = Run(format, Session(GuardAction.Mask), frames);

        Assert.DoesNotContain(Word, heard, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(WireFormat.OpenAiResponses), """{"type":"\ud83e","delta":"zebra"}""")]
    [InlineData(nameof(WireFormat.OpenAiChat), """{"\ud83e":1,"choices":[{"delta":{"content":"zebra"}}]}""")]
    [InlineData(nameof(WireFormat.AnthropicMessages), """{"type":"content_block_start","index":0,"content_block":{"type":"\ud83e","text":"zebra"}}""")]
    public void HalfACharacter_InANameOrType_IsNoWayPast(string format, string frame) =>
        Assert.DoesNotContain(Word, Run(Enum.Parse<WireFormat>(format), Session(GuardAction.Mask), [frame]), StringComparison.Ordinal);

    [Fact]
    public void SameFrames_AsClientsReadThem_HaveIt() => Assert.All(s_attacks, attack =>
    {
        var heard = string.Concat(attack.Frames.Select(Heard));
        Assert.True(heard.Contains(Word, StringComparison.Ordinal) || heard.Contains(Number, StringComparison.Ordinal), attack.Name);
    });

    [Theory]
    [InlineData(GuardPlace.ToolResult, nameof(WireFormat.AnthropicMessages), """{"type":"content_block_start","index":0,"content_block":{"type":"web_search_tool_result","tool_use_id":"t","content":[{"type":"web_search_result","title":"zebra"}]}}""")]
    [InlineData(GuardPlace.ToolResult, nameof(WireFormat.OpenAiResponses), """{"type":"response.output_item.done","output_index":0,"item":{"type":"mcp_call","output":"zebra"}}""")]
    [InlineData(GuardPlace.ToolResult, nameof(WireFormat.OpenAiResponses), """{"type":"response.output_item.done","output_index":0,"item":{"type":"code_interpreter_call","outputs":[{"type":"logs","logs":"zebra"}]}}""")]
    [InlineData(GuardPlace.ToolArguments, nameof(WireFormat.OpenAiResponses), """{"type":"response.output_item.done","output_index":0,"item":{"type":"code_interpreter_call","code":"zebra"}}""")]
    [InlineData(GuardPlace.ToolDefinition, nameof(WireFormat.OpenAiResponses), """{"type":"response.output_item.done","output_index":0,"item":{"type":"mcp_list_tools","tools":[{"name":"n","description":"zebra"}]}}""")]
    [InlineData(GuardPlace.ToolResult, nameof(WireFormat.GeminiContent), """{"candidates":[{"content":{"parts":[{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"zebra"}}]}}]}""")]
    [InlineData(GuardPlace.ToolArguments, nameof(WireFormat.GeminiContent), """{"candidates":[{"content":{"parts":[{"executableCode":{"language":"PYTHON","code":"zebra"}}]}}]}""")]
    public void HostedTools_InAStream_AreOfThePlacesThatTheyHaveInAWholeAnswer(GuardPlace place, string format, string frame)
    {
        var session = new GuardSession(new([LiteralCheck.Of(GuardAction.Mask, [place], Word)]));

        Assert.DoesNotContain(Word, Run(Enum.Parse<WireFormat>(format), session, [frame]), StringComparison.Ordinal);
        Assert.Equal(place, Assert.Single(session.Findings).Place);
    }

    private static GuardSession Session(GuardAction action) => new(new([LiteralCheck.Of(action, [GuardPlace.Output, GuardPlace.ToolArguments], Word, Number)]));

    /// <summary>All that a client can read of what leaves; what is cut leaves nothing more.</summary>
    private static string Run(WireFormat format, GuardSession session, string[] frames)
    {
        var heard = "";
        using var guard = FrameGuard.Of(session, format, isBinary: false)!;
        foreach (var frame in frames)
        {
            ReadOnlySequence<byte> bytes = new(Encoding.UTF8.GetBytes($"data: {frame}\n\n"));
            try
            {
                if (guard.OnFrame(ref bytes) != FilterVerdict.Pass) return heard;
            }
            catch (InvalidDataException)
            {
                return heard;
            }

            foreach (var left in Encoding.UTF8.GetString(bytes).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)) heard += Heard(left[(left.IndexOf("data: ", StringComparison.Ordinal) + 6)..]);
        }

        return guard.Finish(out var rest) ? heard + Encoding.UTF8.GetString(rest.Span) : heard;
    }

    private static string Heard(string frame) => frame == "[DONE]" ? "" : frame[0] == '{' ? string.Concat(TextsOf(JsonDocument.Parse(frame).RootElement)) : frame;

    /// <summary>Texts and numbers, and names that no dialect has.</summary>
    private static IEnumerable<string> TextsOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Where(member => !s_words.Contains(member.Name))
            .SelectMany(member => TextsOf(member.Value).Prepend(member.Name == Word ? Word : "")),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Number => [json.GetRawText()],
        _ => [],
    };

    private static string Chat(string delta) => $$$"""{"choices":[{"index":0,"delta":{{{{delta}}}}}]}""";

    private static string Choice(string index, string text) => $$$"""{"choices":[{"index":{{{index}}},"delta":{"content":"{{{text}}}"}}]}""";

    private static string Text(string index, string text) => $$$"""{"type":"content_block_delta",{{{index}}}"delta":{"type":"text_delta","text":"{{{text}}}"}}""";

    private static string Part(string text, string end) => $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{text}}}"}]}{{{end}}}}]}""";

    private static string Args(string text) => $$$$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":"{{{{{text}}}}}"}]}}]}}]}""";

    private static string Delta(string text) => $$"""{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"{{text}}"}""";
}
