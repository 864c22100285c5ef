using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>Reads a whole answer of Cohere's chat. Citations, which no other dialect has a place for, are passed over.</summary>
internal static class CohereAnswerReader
{
    public static Answer Read(JsonElement root)
    {
        var (message, reason) = (root.GetProperty("message"), WordOf(root.Member("finish_reason")));
        if (IsBroken(reason)) throw new JsonException("The provider broke the answer off.");
        List<Part> parts = [];
        if (message.GetProperty("role").GetString() != "assistant") throw new JsonException("The message is not the model's.");
        ReadContent(message.Member("content"), parts);
        if (WordOf(message.Member("tool_plan")) is { } plan) parts.Add(new TextPart(plan));
        if (message.Member("tool_calls") is { ValueKind: JsonValueKind.Array } calls) parts.AddRange(calls.EnumerateArray().Select(ReadCall));
        return new() { Id = WordOf(root.Member("id")), Choices = [new() { Parts = parts, Stop = StopOf(reason) }], Usage = UsageOf(root.Member("usage")) };
    }

    /// <summary>A string that says something; null for none.</summary>
    public static string? WordOf(JsonElement element) => element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } word ? word : null;

    /// <summary>Whether an answer that ends so is none.</summary>
    public static bool IsBroken(string? reason) => reason is "ERROR" or "TIMEOUT";

    public static StopReason StopOf(string? reason) => reason switch
    {
        "COMPLETE" => StopReason.EndTurn,
        "STOP_SEQUENCE" => StopReason.StopSequence,
        "MAX_TOKENS" => StopReason.MaxTokens,
        "TOOL_CALL" => StopReason.ToolUse,
        "ERROR_TOXIC" => StopReason.ContentFilter,
        "ERROR_LIMIT" => StopReason.ContextFull,
        _ => StopReason.Other,
    };

    /// <summary>The units that are billed, because money follows them; the tokens that were used where none are told (a model of the customer's own).</summary>
    public static Usage UsageOf(JsonElement usage)
    {
        var (billed, tokens) = (usage.Member("billed_units"), usage.Member("tokens"));
        var input = CountOf(billed, "input_tokens") ?? CountOf(tokens, "input_tokens");
        var output = CountOf(billed, "output_tokens") ?? CountOf(tokens, "output_tokens");
        if (input is null && output is null) return default;
        return new(input ?? 0, output ?? 0, UsageSource.Reported) { Cached = Math.Min(input ?? 0, CountOf(usage, "cached_tokens") ?? 0) };
    }

    /// <summary>Cohere writes counts as numbers of any kind, <c>12.0</c> among them.</summary>
    private static long? CountOf(JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.Number } count && count.TryGetDouble(out var told) && told is >= 0 and <= 1L << 40 ? (long)told : null;

    private static void ReadContent(JsonElement content, List<Part> parts)
    {
        if (content.ValueKind == JsonValueKind.String) parts.Add(new TextPart(TextValue.From(content)));
        if (content.ValueKind != JsonValueKind.Array) return;
        foreach (var item in content.EnumerateArray())
        {
            if (item.Member("type").ValueKind != JsonValueKind.String) throw new JsonException("A piece of the content has no type.");
            if (item.Member("type").ValueEquals("text"u8)) parts.Add(new TextPart(TextValue.From(item.GetProperty("text"))));
            else if (item.Member("type").ValueEquals("thinking"u8)) parts.Add(new ReasoningPart(TextValue.From(item.GetProperty("thinking"))));
        }
    }

    private static ToolCallPart ReadCall(JsonElement call)
    {
        var function = call.GetProperty("function");
        return new()
        {
            Id = WordOf(call.GetProperty("id")) ?? throw new JsonException("A call of a tool has no id."),
            Name = WordOf(function.GetProperty("name")) ?? throw new JsonException("A call of a tool has no name."),
            Arguments = ToolArguments.Read(function.Member("arguments")) ?? throw new JsonException("The arguments of a tool are no object."),
        };
    }
}
