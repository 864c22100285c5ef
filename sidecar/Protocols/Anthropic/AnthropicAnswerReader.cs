using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Reads a whole message. Blocks of tools that the provider runs itself, which no translated request can ask for, are passed over.</summary>
internal static class AnthropicAnswerReader
{
    public static Answer Read(JsonElement root)
    {
        List<Part> parts = [];
        foreach (var block in root.GetProperty("content").EnumerateArray())
        {
            if (ReadBlock(block) is { } part) parts.Add(part);
        }

        return new()
        {
            Id = WordOf(root.Member("id")),
            Model = WordOf(root.Member("model")),
            Choices = [new() { Parts = parts, Stop = AnthropicWords.StopOf(WordOf(root.Member("stop_reason"))), StopSequence = WordOf(root.Member("stop_sequence")) }],
            Usage = AnthropicUsage.Of(root.Member("usage")),
        };
    }

    /// <summary>A string that says something; null for none.</summary>
    public static string? WordOf(JsonElement element) => element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } word ? word : null;

    private static Part? ReadBlock(JsonElement block) => block.GetProperty("type").GetString() switch
    {
        "text" => new TextPart(TextValue.From(block.GetProperty("text"))),
        "thinking" => new ReasoningPart(TextValue.From(block.GetProperty("thinking")))
        {
            Signature = WordOf(block.Member("signature")) is { } signature ? new(Signature.Anthropic, signature) : null,
        },
        "redacted_thinking" => new ReasoningPart("") { Sealed = new(Signature.Anthropic, block.GetProperty("data").GetString() ?? "") },
        "tool_use" => ReadCall(block),
        _ => null,
    };

    private static ToolCallPart ReadCall(JsonElement block)
    {
        var input = block.GetProperty("input");
        if (input.ValueKind != JsonValueKind.Object) throw new JsonException("The input of a tool is no object.");
        return new()
        {
            Id = WordOf(block.GetProperty("id")) ?? throw new JsonException("A call of a tool has no id."),
            Name = WordOf(block.GetProperty("name")) ?? throw new JsonException("A call of a tool has no name."),
            Arguments = JsonMarshal.GetRawUtf8Value(input).ToArray(),
        };
    }
}
