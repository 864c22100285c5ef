using System.Text.Json;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>What providers answer, in OpenAI's words, with a usage of 12 and 3 tokens.</summary>
internal static class GivenAnswers
{
    private const string Usage = """{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}""";

    public static string Chat(string said) =>
        """{"id":"c","object":"chat.completion","created":1,"model":"judge-1","choices":[{"index":0,"message":{"role":"assistant","content":""" + JsonSerializer.Serialize(said)
        + """},"finish_reason":"stop"}],"usage":""" + Usage + "}";

    /// <summary>A piece of a stream.</summary>
    public static string Piece(string said, int choice = 0) => Chunk($$"""{"index":{{choice}},"delta":{"content":{{JsonSerializer.Serialize(said)}}},"finish_reason":null}""");

    /// <summary>A piece of a tool call's arguments.</summary>
    public static string Arguments(string json) =>
        Chunk("""{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"send","arguments":""" + JsonSerializer.Serialize(json) + """}}]},"finish_reason":null}""");

    /// <summary>What a stream ends with.</summary>
    public static string[] End { get; } =
    [
        Chunk("""{"index":0,"delta":{},"finish_reason":"stop"}"""),
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":""" + Usage + "}",
        "[DONE]",
    ];

    private static string Chunk(string choice) => """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[""" + choice + "]}";
}
