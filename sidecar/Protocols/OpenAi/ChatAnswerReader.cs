using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads a chat completion, and the habits of those who speak like OpenAI. What it holds is untrusted.</summary>
internal static class ChatAnswerReader
{
    private const int MostChoices = 128;

    public static Answer Read(JsonElement root)
    {
        var choices = root.GetProperty("choices");
        if (choices.GetArrayLength() is 0 or > MostChoices) throw new JsonException("no choices, or too many");
        return new()
        {
            Id = Word(root.Member("id")),
            Model = Word(root.Member("model")),
            Choices = [.. choices.EnumerateArray().Select(ReadChoice)],
            Usage = ChatUsage.Of(root) ?? default,
        };
    }

    /// <summary>A string that says something; null for none.</summary>
    public static string? Word(JsonElement element) => element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } word ? word : null;

    /// <summary>A whole number; the other one where it is none.</summary>
    public static int Whole(JsonElement element, int otherwise) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : otherwise;

    private static Choice ReadChoice(JsonElement choice, int place)
    {
        var (message, reason, probabilities) = (choice.GetProperty("message"), choice.Member("finish_reason"), choice.Member("logprobs"));
        if (ChatStops.IsBroken(reason)) throw new JsonException("the provider broke the answer off");
        var parts = ReadMessage(message, $"call_{place.ToString(CultureInfo.InvariantCulture)}", reason);
        return new()
        {
            Index = Whole(choice.Member("index"), place),
            Parts = parts,
            Stop = ChatStops.Read(reason, parts.Exists(part => part is ToolCallPart)),
            StopSequence = Word(choice.Member("stop_reason")),
            LogProbs = probabilities.IsAbsent() ? default : probabilities,
        };
    }

    private static List<Part> ReadMessage(JsonElement message, string callId, JsonElement reason)
    {
        if (message.ValueKind != JsonValueKind.Object) throw new JsonException("a message is no object");
        List<Part> parts = [];
        ChatReasoning.Read(null, message, "", parts);
        ReadContent(message.Member("content"), parts);
        if (message.Member("refusal") is { ValueKind: JsonValueKind.String } refusal && !TextValue.From(refusal).IsEmpty)
            parts.Add(new RefusalPart(TextValue.From(refusal)));
        if (message.Member("images") is { ValueKind: JsonValueKind.Array } images)
            parts.AddRange(images.EnumerateArray().Select(image => DataUri.Read(new(MediaKind.Image), image.GetProperty("image_url").GetProperty("url"), "")));
        if (message.Member("tool_calls") is { ValueKind: JsonValueKind.Array } calls)
            parts.AddRange(calls.EnumerateArray().Select((call, place) => ReadCall(call, call.GetProperty("function"), $"{callId}_{place}", reason)).OfType<Part>());
        if (message.Member("function_call") is { ValueKind: JsonValueKind.Object } legacy && ReadCall(legacy, legacy, callId, reason) is { } one) parts.Add(one);
        return parts;
    }

    /// <summary>Mistral gives the content of a thinking model as a list.</summary>
    private static void ReadContent(JsonElement content, List<Part> parts)
    {
        if (content.ValueKind == JsonValueKind.String && !TextValue.From(content).IsEmpty) parts.Add(new TextPart(TextValue.From(content)));
        if (content.ValueKind != JsonValueKind.Array) return;
        foreach (var part in content.EnumerateArray())
        {
            if (part.Member("thinking") is { ValueKind: JsonValueKind.Array } thinking)
                parts.Add(new ReasoningPart(ChatReasoning.TextOf(thinking)));
            else if (part.Member("text") is { ValueKind: JsonValueKind.String } text) parts.Add(new TextPart(TextValue.From(text)));
        }
    }

    /// <summary>A call that the bound on tokens cut off is none: nobody could make it.</summary>
    private static ToolCallPart? ReadCall(JsonElement call, JsonElement function, string madeUpId, JsonElement reason)
    {
        if (ToolArguments.Read(function.Member("arguments")) is { } arguments)
        {
            var (id, name) = (Word(call.Member("id")) ?? madeUpId, Word(function.Member("name")) ?? throw new JsonException("a call names no function"));
            return new() { Id = id, Name = name, Arguments = arguments, Signature = ChatReasoning.SignatureOf(call) };
        }

        return ChatStops.Read(reason, callsTools: false) == StopReason.MaxTokens ? null : throw new JsonException("a call's arguments are no JSON object");
    }
}
