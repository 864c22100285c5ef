using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>
/// Reasoning in chat completions, which have no standard place for it. Its text stands in <c>reasoning_content</c> (or <c>reasoning</c>); the whole, with what must come back
/// unchanged, in <c>reasoning_details</c>. A text without a signature is marked by the name of its member, so that it goes back to those alone who speak so.
/// </summary>
internal static class ChatReasoning
{
    public const string Content = "reasoning_content";
    public const string Short = "reasoning";
    public const string Details = "reasoning_details";

    /// <summary>Adds the reasoning of an assistant's message; details that it does not know are noted in the conversation, where there is one.</summary>
    public static void Read(Conversation? to, JsonElement message, string path, List<Part> parts)
    {
        var details = message.Member(Details);
        if (details.ValueKind == JsonValueKind.Array && details.GetArrayLength() > 0)
        {
            foreach (var (detail, at) in details.Items($"{path}.{Details}")) ReadDetail(to, detail, at, parts);
            return;
        }

        var name = message.Member(Content).ValueKind == JsonValueKind.String ? Content : Short;
        var text = message.Member(name);
        if (text.ValueKind != JsonValueKind.String || TextValue.From(text).IsEmpty) return;
        parts.Add(new ReasoningPart(TextValue.From(text)) { Path = $"{path}.{name}", Signature = Marker(name) });
    }

    /// <summary>The reasoning of which nothing but its member's name is known.</summary>
    public static Signature Marker(string member) => new(Signature.OpenAi, member);

    public static bool IsMarker(Signature? signature) => signature is { Origin: Signature.OpenAi, Value: Content or Short };

    /// <summary>The text of a detail, whatever its type calls it; null for none.</summary>
    public static TextValue? TextOfDetail(JsonElement detail)
    {
        var text = detail.Member("text").ValueKind == JsonValueKind.String ? detail.Member("text") : detail.Member("summary");
        return text.ValueKind == JsonValueKind.String ? TextValue.From(text) : (TextValue?)null;
    }

    /// <summary>A detail's signature; null for none.</summary>
    public static Signature? SignatureIn(JsonElement detail, string member) =>
        detail.Member(member) is { ValueKind: JsonValueKind.String } value && !value.ValueEquals(""u8) ? Signature.Read(value.GetString()!, Signature.OpenAi) : null;

    /// <summary>Gemini's signature on a tool call, as its own OpenAI dialect carries it.</summary>
    public static Signature? SignatureOf(JsonElement call) =>
        call.Member("extra_content").Member("google").Member("thought_signature") is { ValueKind: JsonValueKind.String } value
            ? Signature.Read(value.GetString()!, Signature.Gemini)
            : null;

    /// <summary>The text of a list of text parts.</summary>
    public static TextValue TextOf(JsonElement list) =>
        string.Concat(list.EnumerateArray().Select(part => part.Member("text")).Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()));

    private static void ReadDetail(Conversation? to, JsonElement detail, string path, List<Part> parts)
    {
        var id = detail.Member("id") is { ValueKind: JsonValueKind.String } given ? given.GetString() : null;
        if (SignatureIn(detail, "data") is { } data)
        {
            parts.Add(new ReasoningPart("") { Sealed = data, Id = id, Path = path });
            return;
        }

        var (text, signature) = (TextOfDetail(detail), SignatureIn(detail, "signature"));
        if (text is null && signature is null) to?.Unknown.Add(path);
        else parts.Add(new ReasoningPart(text ?? "") { Signature = signature, Id = id, Path = path });
    }
}
