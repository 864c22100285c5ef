using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Reads a whole GenerateContentResponse. A prompt that was blocked has no candidates: it becomes one answer that the filter stopped.</summary>
internal static class GeminiAnswerReader
{
    private const int MostCandidates = 128;
    private const int LongestId = 24;

    public static Answer Read(JsonElement root)
    {
        var id = GeminiJson.Short(root.Member("responseId"));
        var choices = new List<Choice>();
        var candidates = root.Member("candidates");
        if (!candidates.IsAbsent())
        {
            foreach (var candidate in candidates.EnumerateArray()) choices.Add(ReadCandidate(candidate, id, choices.Count));
        }

        if (choices.Count == 0) choices.Add(ReadBlocked(root));
        return new()
        {
            Id = id,
            Model = GeminiJson.Short(root.Member("modelVersion")),
            Choices = choices,
            Usage = GeminiUsage.Read(root) ?? default,
        };
    }

    /// <summary>The provider's sentence for why there is no answer; empty where there is none.</summary>
    public static TextValue BlockMessage(JsonElement feedback) =>
        feedback.Member("blockReasonMessage") is { ValueKind: JsonValueKind.String } message ? TextValue.From(message) : "";

    /// <summary>The place of a candidate among its like.</summary>
    public static int IndexOf(JsonElement candidate, int otherwise)
    {
        var index = candidate.Member("index");
        if (index.IsAbsent()) return otherwise;
        return index.TryGetInt32(out var at) && at is >= 0 and < MostCandidates ? at : throw new JsonException("a candidate has an index beyond any");
    }

    /// <summary>
    /// The call's id, or one made of the answer's and the call's place in it, so that it is the same however often it is read and no other call of the conversation
    /// has it. In the letters and the length that every dialect takes.
    /// </summary>
    public static string IdOf(JsonElement call, string? answer, int place)
    {
        if (GeminiJson.Short(call.Member("id")) is { Length: > 0 } id) return id;
        var source = answer ?? GeminiJson.Short(call.Member("name")) ?? "";
        var made = new StringBuilder("call_");
        foreach (var letter in source.AsSpan(Math.Max(0, source.Length - LongestId))) made.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        return made.Append('_').Append(place).ToString();
    }

    /// <summary>The arguments' JSON.</summary>
    public static JsonElement ArgumentsOf(JsonElement call)
    {
        var arguments = call.Member("args");
        return arguments.IsAbsent() || arguments.ValueKind == JsonValueKind.Object ? arguments : throw new JsonException("arguments are no object");
    }

    private static Choice ReadCandidate(JsonElement candidate, string? id, int position)
    {
        var index = IndexOf(candidate, position);
        var parts = new List<Part>();
        var content = candidate.Member("content").Member("parts");
        if (!content.IsAbsent())
        {
            foreach (var part in content.EnumerateArray())
            {
                if (ReadPart(part, id, (index * 1000) + parts.Count) is { } read) parts.Add(read);
            }
        }

        var stop = GeminiStops.Read(GeminiJson.Short(candidate.Member("finishReason")), parts.Exists(part => part is ToolCallPart));
        if (parts.Count == 0 && candidate.Member("finishMessage") is { ValueKind: JsonValueKind.String } message) parts.Add(new RefusalPart(TextValue.From(message)));
        return new() { Index = index, Parts = parts, Stop = stop, LogProbs = GeminiLogProbs.Read(candidate.Member("logprobsResult")) };
    }

    private static Part? ReadPart(JsonElement part, string? id, int place)
    {
        var isSealed = false;
        var signature = part.Member("thoughtSignature") is { ValueKind: JsonValueKind.String } text ? GeminiSignatures.Read(text.GetString()!, out isSealed) : null;
        var said = part.Member("text");
        if (said.ValueKind == JsonValueKind.String)
        {
            if (part.Member("thought").ValueKind != JsonValueKind.True) return new TextPart(TextValue.From(said)) { Signature = signature };
            return new ReasoningPart(TextValue.From(said)) { Signature = isSealed ? null : signature, Sealed = isSealed ? signature : null };
        }

        if (part.Member("functionCall") is { ValueKind: JsonValueKind.Object } call) return ReadCall(call, id, place) with { Signature = signature };
        return part.Member("inlineData") is { ValueKind: JsonValueKind.Object } data ? GeminiMedia.ReadInline(data) : null;
    }

    private static ToolCallPart ReadCall(JsonElement call, string? id, int place)
    {
        var arguments = ArgumentsOf(call);
        return new()
        {
            Id = IdOf(call, id, place),
            Name = call.GetProperty("name").GetString()!,
            Arguments = arguments.IsAbsent() ? "{}"u8.ToArray() : JsonMarshal.GetRawUtf8Value(arguments).ToArray(),
        };
    }

    private static Choice ReadBlocked(JsonElement root)
    {
        var feedback = root.Member("promptFeedback");
        if (feedback.ValueKind != JsonValueKind.Object && GeminiUsage.Read(root) is null) throw new JsonException("neither candidates nor a reason for none");
        var message = BlockMessage(feedback);
        return new()
        {
            Parts = message.IsEmpty ? [] : [new RefusalPart(message)],
            Stop = feedback.Member("blockReason").IsAbsent() ? StopReason.Other : StopReason.ContentFilter,
        };
    }
}
