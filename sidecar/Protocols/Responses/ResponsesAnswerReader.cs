using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Reads a whole response. What it holds is untrusted.</summary>
internal static class ResponsesAnswerReader
{
    private const int MostItems = 1024;

    public static Answer Read(JsonElement root)
    {
        var output = root.GetProperty("output");
        if (output.GetArrayLength() > MostItems) throw new JsonException("too many items");
        List<Part> parts = [];
        foreach (var item in output.EnumerateArray()) ReadItem(item, root, parts);
        return new()
        {
            Id = ChatAnswerReader.Word(root.Member("id")),
            Model = ChatAnswerReader.Word(root.Member("model")),
            Choices = [new() { Parts = parts, Stop = StopOf(root, parts.Exists(part => part is ToolCallPart)), LogProbs = LogProbsOf(output) }],
            Usage = ResponsesUsage.Read(root.Member("usage")),
        };
    }

    /// <summary>Why it ended; a response that failed is none.</summary>
    public static StopReason StopOf(JsonElement response, bool callsTools)
    {
        var status = response.Member("status").ValueKind == JsonValueKind.String ? response.Member("status").GetString() : "completed";
        var reason = ChatAnswerReader.Word(response.Member("incomplete_details").Member("reason"));
        return (status, reason) switch
        {
            ("completed", _) => callsTools ? StopReason.ToolUse : StopReason.EndTurn,
            ("incomplete", "max_output_tokens") => StopReason.MaxTokens,
            ("incomplete", "content_filter") => StopReason.ContentFilter,
            ("incomplete", _) => StopReason.Other,
            _ => throw new JsonException("the response is not complete"),
        };
    }

    /// <summary>The reasoning of an item, its summaries in one text; null where it says nothing of its own.</summary>
    public static ReasoningPart? ReadReasoning(JsonElement item)
    {
        var text = TextOf(item.Member("summary"));
        if (text.IsEmpty) text = TextOf(item.Member("content"));
        var part = item.Member("encrypted_content") is { ValueKind: JsonValueKind.String } content && !content.ValueEquals(""u8)
            ? ResponsesSeals.Read(text, content.GetString()!)
            : text.IsEmpty ? null : new ReasoningPart(text);
        return part is null ? null : part with { Id = ChatAnswerReader.Word(item.Member("id")) };
    }

    /// <summary>Log probabilities of a list, as chat completions have them; undefined for none.</summary>
    public static JsonElement LogProbs(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? JsonDocument.Parse($$"""{"content":{{list.GetRawText()}}}""").RootElement : default;

    private static void ReadItem(JsonElement item, JsonElement root, List<Part> parts)
    {
        if (item.ValueKind != JsonValueKind.Object) throw new JsonException("an item is no object");
        switch (item.GetProperty("type").GetString())
        {
            case "message":
                foreach (var part in item.GetProperty("content").EnumerateArray()) ReadContent(part, parts);
                break;
            case "reasoning":
                if (ReadReasoning(item) is { } reasoning) parts.Add(reasoning);
                break;
            case "function_call":
                if (ReadCall(item, root) is { } call) parts.Add(call);
                break;
        }
    }

    private static void ReadContent(JsonElement part, List<Part> parts)
    {
        if (part.Member("text") is { ValueKind: JsonValueKind.String } text) parts.Add(new TextPart(TextValue.From(text)));
        if (part.Member("refusal") is { ValueKind: JsonValueKind.String } refusal) parts.Add(new RefusalPart(TextValue.From(refusal)));
    }

    /// <summary>A call that the bound on tokens cut off is none: nobody could make it.</summary>
    private static ToolCallPart? ReadCall(JsonElement item, JsonElement root)
    {
        if (ToolArguments.Read(item.Member("arguments")) is not { } arguments)
            return StopOf(root, callsTools: true) == StopReason.MaxTokens ? null : throw new JsonException("a call's arguments are no JSON object");
        return new()
        {
            Id = ChatAnswerReader.Word(item.Member("call_id")) ?? throw new JsonException("a call has no id"),
            Name = ChatAnswerReader.Word(item.Member("name")) ?? throw new JsonException("a call names no function"),
            Arguments = arguments,
        };
    }

    private static TextValue TextOf(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) return default;
        JsonElement[] texts = [.. list.EnumerateArray().Select(part => part.Member("text")).Where(text => text.ValueKind == JsonValueKind.String)];
        return texts.Length == 1 ? TextValue.From(texts[0]) : string.Join("\n\n", texts.Select(text => text.GetString()));
    }

    private static JsonElement LogProbsOf(JsonElement output) =>
        output.EnumerateArray().Select(item => item.Member("content")).Where(content => content.ValueKind == JsonValueKind.Array)
            .SelectMany(content => content.EnumerateArray()).Select(part => LogProbs(part.Member("logprobs")))
            .FirstOrDefault(found => found.ValueKind == JsonValueKind.Object);
}
