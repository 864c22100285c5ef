using System.Collections.Frozen;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Tests.Guards.Matrix;

/// <summary>The dialects.</summary>
internal static class MatrixDialects
{
    private const string ChatEnd = """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string GeminiEnd = """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":7,"totalTokenCount":12},"modelVersion":"m"}""";

    public static MatrixDialect Chat { get; } = new()
    {
        Name = "OpenAI chat", Provider = Dialects.OpenAi, Path = "/openai/v1/chat/completions", Mark = "/chat/completions",
        Requests = Of(
            (GuardPlace.Input, """{"model":"fast",«S»"messages":[{"role":"user","content":"«T»"}]}"""),
            (GuardPlace.SystemPrompt, """{"model":"fast",«S»"messages":[{"role":"system","content":"«T»"},{"role":"user","content":"hi"}]}"""),
            (GuardPlace.ToolArguments, """{"model":"fast",«S»"messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"«A»"}}]},{"role":"tool","tool_call_id":"c1","content":"ok"}]}"""),
            (GuardPlace.ToolResult, """{"model":"fast",«S»"messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"«T»"}]}"""),
            (GuardPlace.ToolDefinition, """{"model":"fast",«S»"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"find","description":"«T»","parameters":{"type":"object"}}}]}""")),
        Answers = Of(
            (GuardPlace.Output, """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"«T»"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}"""),
            (GuardPlace.ToolArguments, """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"«A»"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""")),
        Streams = StreamsOf(
            (GuardPlace.Output, [Chunk("\"role\":\"assistant\",\"content\":\"\"")], Chunk("\"content\":\"«T»\""), [ChatEnd, "[DONE]"]),
            (GuardPlace.ToolArguments, [Chunk("\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":\"\"}}]")],
                Chunk("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"«T»\"}}]"), [ChatEnd.Replace("\"stop\"", "\"tool_calls\"", StringComparison.Ordinal), "[DONE]"])),
    };

    public static MatrixDialect Completions { get; } = new()
    {
        Name = "OpenAI completions", Provider = Dialects.OpenAi, Path = "/openai/v1/completions", Mark = "/v1/completions",
        Requests = Of((GuardPlace.Input, """{"model":"fast",«S»"prompt":"«T»"}""")),
        Answers = Of((GuardPlace.Output, """{"id":"c","object":"text_completion","created":1,"model":"m","choices":[{"index":0,"text":"«T»","finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""")),
        Streams = StreamsOf((GuardPlace.Output, [], """{"id":"c","object":"text_completion","created":1,"model":"m","choices":[{"index":0,"text":"«T»"}]}""",
            ["""{"id":"c","object":"text_completion","created":1,"model":"m","choices":[{"index":0,"text":"","finish_reason":"stop"}]}""", "[DONE]"])),
    };

    public static MatrixDialect Messages { get; } = new()
    {
        Name = "Anthropic", Provider = Dialects.Anthropic, Path = "/anthropic/v1/messages", Mark = "/messages",
        Requests = Of(
            (GuardPlace.Input, """{"model":"fast",«S»"max_tokens":50,"messages":[{"role":"user","content":"«T»"}]}"""),
            (GuardPlace.SystemPrompt, """{"model":"fast",«S»"max_tokens":50,"system":"«T»","messages":[{"role":"user","content":"hi"}]}"""),
            (GuardPlace.ToolArguments, """{"model":"fast",«S»"max_tokens":50,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"find","input":«J»}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"ok"}]}]}"""),
            (GuardPlace.ToolResult, """{"model":"fast",«S»"max_tokens":50,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"find","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"«T»"}]}]}"""),
            (GuardPlace.ToolDefinition, """{"model":"fast",«S»"max_tokens":50,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"find","description":"«T»","input_schema":{"type":"object"}}]}""")),
        Answers = Of(
            (GuardPlace.Output, """{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"«T»"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":7}}"""),
            (GuardPlace.ToolArguments, """{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"tool_use","id":"t1","name":"find","input":«J»}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":7}}""")),
        Streams = StreamsOf(
            (GuardPlace.Output, [MessageStart, """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""],
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"«T»"}}""", MessageEnd("end_turn")),
            (GuardPlace.ToolArguments, [MessageStart, """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t1","name":"find","input":{}}}"""],
                """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"«T»"}}""", MessageEnd("tool_use"))),
    };

    public static MatrixDialect Responses { get; } = new()
    {
        Name = "OpenAI responses", Provider = Dialects.OpenAi, Path = "/openai/v1/responses", Mark = "/responses",
        Requests = Of(
            (GuardPlace.Input, """{"model":"fast",«S»"input":[{"role":"user","content":"«T»"}]}"""),
            (GuardPlace.SystemPrompt, """{"model":"fast",«S»"instructions":"«T»","input":"hi"}"""),
            (GuardPlace.ToolArguments, """{"model":"fast",«S»"input":[{"role":"user","content":"hi"},{"type":"function_call","call_id":"c1","name":"find","arguments":"«A»"},{"type":"function_call_output","call_id":"c1","output":"ok"}]}"""),
            (GuardPlace.ToolResult, """{"model":"fast",«S»"input":[{"role":"user","content":"hi"},{"type":"function_call","call_id":"c1","name":"find","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"«T»"}]}"""),
            (GuardPlace.ToolDefinition, """{"model":"fast",«S»"input":"hi","tools":[{"type":"function","name":"find","description":"«T»","parameters":{"type":"object"}}]}""")),
        Answers = Of((GuardPlace.Output, Response(MessageItem)), (GuardPlace.ToolArguments, Response(CallItem))),
        Streams = StreamsOf(
            (GuardPlace.Output, [Created, Added(MessageItem), """{"type":"response.content_part.added","sequence_number":2,"item_id":"i","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}}"""],
                """{"type":"response.output_text.delta","sequence_number":3,"item_id":"i","output_index":0,"content_index":0,"delta":"«T»"}""",
                ["""{"type":"response.output_text.done","sequence_number":4,"item_id":"i","output_index":0,"content_index":0,"text":"«T»"}""",
                    """{"type":"response.content_part.done","sequence_number":5,"item_id":"i","output_index":0,"content_index":0,"part":{"type":"output_text","text":"«T»","annotations":[]}}""", .. Done(MessageItem)]),
            (GuardPlace.ToolArguments, [Created, Added(CallItem)],
                """{"type":"response.function_call_arguments.delta","sequence_number":3,"item_id":"i","output_index":0,"delta":"«T»"}""",
                ["""{"type":"response.function_call_arguments.done","sequence_number":4,"item_id":"i","output_index":0,"arguments":"«A»"}""", .. Done(CallItem)])),
    };

    public static MatrixDialect Gemini { get; } = new()
    {
        Name = "Gemini", Provider = Dialects.Gemini, Path = "/gemini/v1beta/models/fast:generateContent", StreamPath = "/gemini/v1beta/models/fast:streamGenerateContent?alt=sse", Mark = "enerateContent",
        Requests = Of(
            (GuardPlace.Input, """{"contents":[{"role":"user","parts":[{"text":"«T»"}]}]}"""),
            (GuardPlace.SystemPrompt, """{"systemInstruction":{"parts":[{"text":"«T»"}]},"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"""),
            (GuardPlace.ToolArguments, """{"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"name":"find","args":«J»}}]},{"role":"user","parts":[{"functionResponse":{"name":"find","response":{"result":"ok"}}}]}]}"""),
            (GuardPlace.ToolResult, """{"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"name":"find","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"find","response":{"result":"«T»"}}}]}]}"""),
            (GuardPlace.ToolDefinition, """{"contents":[{"role":"user","parts":[{"text":"hi"}]}],"tools":[{"functionDeclarations":[{"name":"find","description":"«T»"}]}]}""")),
        Answers = Of((GuardPlace.Output, Candidate("""{"text":"«T»"}""")), (GuardPlace.ToolArguments, Candidate("""{"functionCall":{"name":"find","args":«J»}}"""))),
        Streams = StreamsOf(
            (GuardPlace.Output, [], """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"«T»"}]}}],"modelVersion":"m"}""", [GeminiEnd]),
            (GuardPlace.ToolArguments, ["""{"candidates":[{"index":0,"content":{"role":"model","parts":[{"functionCall":{"name":"find","args":«J»}}]}}],"modelVersion":"m"}"""], null, [GeminiEnd])),
    };

    public static MatrixDialect Converse { get; } = new()
    {
        Name = "Bedrock", Provider = Dialects.Bedrock, Path = "/bedrock/model/fast/converse", StreamPath = "/bedrock/model/fast/converse-stream", Mark = "/converse", IsBinary = true,
        Requests = Of(
            (GuardPlace.Input, """{"messages":[{"role":"user","content":[{"text":"«T»"}]}]}"""),
            (GuardPlace.SystemPrompt, """{"system":[{"text":"«T»"}],"messages":[{"role":"user","content":[{"text":"hi"}]}]}"""),
            (GuardPlace.ToolArguments, """{"messages":[{"role":"user","content":[{"text":"hi"}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"find","input":«J»}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"text":"ok"}]}}]}]}"""),
            (GuardPlace.ToolResult, """{"messages":[{"role":"user","content":[{"text":"hi"}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"find","input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"text":"«T»"}]}}]}]}"""),
            (GuardPlace.ToolDefinition, """{"messages":[{"role":"user","content":[{"text":"hi"}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"find","description":"«T»","inputSchema":{"json":{"type":"object"}}}}]}}""")),
        Answers = Of(
            (GuardPlace.Output, """{"output":{"message":{"role":"assistant","content":[{"text":"«T»"}]}},"stopReason":"end_turn","usage":{"inputTokens":5,"outputTokens":7,"totalTokens":12},"metrics":{"latencyMs":1}}"""),
            (GuardPlace.ToolArguments, """{"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"find","input":«J»}}]}},"stopReason":"tool_use","usage":{"inputTokens":5,"outputTokens":7,"totalTokens":12},"metrics":{"latencyMs":1}}""")),
        Streams = StreamsOf(
            (GuardPlace.Output, ["messageStart {\"role\":\"assistant\"}"], "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"«T»\"}}", ConverseEnd("end_turn")),
            (GuardPlace.ToolArguments, ["messageStart {\"role\":\"assistant\"}", "contentBlockStart {\"contentBlockIndex\":0,\"start\":{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"find\"}}}"],
                "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"«T»\"}}}", ConverseEnd("tool_use"))),
    };

    public static MatrixDialect[] All { get; } = [Chat, Completions, Responses, Messages, Gemini, Converse];

    private const string MessageStart = """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":1}}}""";
    private const string MessageItem = """{"id":"i","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"«T»","annotations":[]}]}""";
    private const string CallItem = """{"id":"i","type":"function_call","status":"completed","call_id":"c1","name":"find","arguments":"«A»"}""";
    private const string Created = """{"type":"response.created","sequence_number":0,"response":{"id":"r","object":"response","created_at":1,"status":"in_progress","model":"m","output":[]}}""";

    private static string Response(string item) =>
        "{\"id\":\"r\",\"object\":\"response\",\"created_at\":1,\"status\":\"completed\",\"model\":\"m\",\"output\":[" + item + "],\"usage\":{\"input_tokens\":5,\"output_tokens\":7,\"total_tokens\":12}}";

    private static string Added(string item) =>
        "{\"type\":\"response.output_item.added\",\"sequence_number\":1,\"output_index\":0,\"item\":" + item.Replace("«T»", "", StringComparison.Ordinal).Replace("«A»", "", StringComparison.Ordinal) + "}";

    private static string[] Done(string item) =>
    [
        "{\"type\":\"response.output_item.done\",\"sequence_number\":6,\"output_index\":0,\"item\":" + item + "}",
        "{\"type\":\"response.completed\",\"sequence_number\":7,\"response\":" + Response(item) + "}",
    ];

    private static string[] MessageEnd(string reason) =>
    [
        """{"type":"content_block_stop","index":0}""",
        $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}","stop_sequence":null},"usage":{"output_tokens":7}}""",
        """{"type":"message_stop"}""",
    ];

    private static string[] ConverseEnd(string reason) =>
    [
        "contentBlockStop {\"contentBlockIndex\":0}", $"messageStop {{\"stopReason\":\"{reason}\"}}",
        "metadata {\"usage\":{\"inputTokens\":5,\"outputTokens\":7,\"totalTokens\":12},\"metrics\":{\"latencyMs\":1}}",
    ];

    private static string Chunk(string delta) => $"{{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{{delta}}}}}]}}";

    private static string Candidate(string part) =>
        $$$"""{"candidates":[{"index":0,"content":{"role":"model","parts":[{{{part}}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":7,"totalTokenCount":12},"modelVersion":"m"}""";

    private static FrozenDictionary<GuardPlace, string> Of(params (GuardPlace Place, string Text)[] pairs) => pairs.ToFrozenDictionary(pair => pair.Place, pair => pair.Text);

    private static FrozenDictionary<GuardPlace, (string[], string?, string[])> StreamsOf(params (GuardPlace Place, string[] Before, string? Piece, string[] Behind)[] streams) =>
        streams.ToFrozenDictionary(one => one.Place, one => (one.Before, one.Piece, one.Behind));
}
