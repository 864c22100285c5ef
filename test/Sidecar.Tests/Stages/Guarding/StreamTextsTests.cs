using System.Buffers;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Tests.Stages.Guarding;

/// <summary>What a whole stream says, for somebody who judges it: every word of it once, joined as its reader would join it.</summary>
public sealed class StreamTextsTests
{
    [Theory]
    [InlineData(WireFormat.OpenAiChat, "output:one two|output:other|toolArguments:{\"to\":1}",
        """{"choices":[{"index":0,"delta":{"role":"assistant","content":"one "}}]}""",
        """{"choices":[{"index":1,"delta":{"content":"other"}},{"index":0,"delta":{"content":"t\u0077o"}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"to\""}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}""",
        "[DONE]")]
    [InlineData(WireFormat.OpenAiChat, "output:of tomorrow and the day after",
        """{"choices":[{"index":0,"delta":{"mood":"of tomorrow "}}]}""",
        """{"choices":[{"index":0,"delta":{"mood":"and the day after"}}]}""")]
    [InlineData(WireFormat.OpenAiCompletions, "output:one two", """{"choices":[{"index":0,"text":"one "}]}""", """{"choices":[{"index":0,"text":"two"}]}""")]
    [InlineData(WireFormat.OpenAiResponses, "output:one two",
        """{"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"one "}""",
        """{"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"two"}""",
        """{"type":"response.output_text.done","item_id":"i","output_index":0,"content_index":0,"text":"one two"}""")]
    [InlineData(WireFormat.OpenAiResponses, "output:one|output:something else",
        """{"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"one"}""",
        """{"type":"response.output_text.done","item_id":"i","output_index":0,"content_index":0,"text":"something else"}""")]
    [InlineData(WireFormat.AnthropicMessages, "output:one two|toolArguments:{\"to\":1}",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"one "}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"two"}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"to\""}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":":1}"}}""")]
    [InlineData(WireFormat.GeminiContent, "output:one two",
        """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"one "}]}}]}""",
        """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"two"}]}}]}""")]
    internal void Of_Frames_JoinsEachChannel(WireFormat format, string expected, params string[] data)
    {
        var frames = string.Concat(data.Select(json => $"data: {json}\n\n"));

        var texts = StreamTexts.Of(format, new EventSplitter(), new(Encoding.UTF8.GetBytes(frames)));

        Assert.Equal(expected, string.Join('|', texts.Select(text => $"{(text.Place == GuardPlace.ToolArguments ? "toolArguments" : "output")}:{text.Text}")));
    }

    [Fact]
    public void Of_FrameThatIsNoJson_IsRefused() =>
        Assert.ThrowsAny<Exception>(() => StreamTexts.Of(WireFormat.OpenAiChat, new EventSplitter(), new ReadOnlySequence<byte>("data: {\"a\n\n"u8.ToArray())));
}
