using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Writes a conversation as the members of a generateContent request.</summary>
internal static class GeminiRequestWriter
{
    public static void WriteMembers(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        var leading = conversation.Turns.TakeWhile(turn => turn.Role == Role.System).ToList();
        if (leading.Count > 0) WriteSystem(leading, json, losses);
        json.WriteStartArray("contents");
        new GeminiPartWriter(conversation, json, losses).Write(conversation.Turns.Skip(leading.Count));
        json.WriteEndArray();
        GeminiToolWriter.Write(conversation, json, losses);
        GeminiSettingsWriter.Write(conversation, json, losses);
    }

    private static void WriteSystem(List<Turn> turns, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject("systemInstruction");
        json.WriteStartArray("parts");
        foreach (var turn in turns)
        {
            LoseName(turn, losses);
            foreach (var part in turn.Parts) WriteInstruction(part, json, losses);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteInstruction(Part part, Utf8JsonWriter json, Losses losses)
    {
        NoteCache(part, losses);
        if (part is not TextPart text)
        {
            losses.Add(part.Path);
            return;
        }

        json.WriteStartObject();
        text.Text.WriteTo(json, "text");
        json.WriteEndObject();
    }

    /// <summary>A participant's name has no place.</summary>
    public static void LoseName(Turn turn, Losses losses)
    {
        if (!string.IsNullOrEmpty(turn.Name)) losses.Add($"{turn.Path}.name");
    }

    /// <summary>Gemini caches by itself: where to is no part of a request, and the answer is the same.</summary>
    public static void NoteCache(Part part, Losses losses)
    {
        if (!part.CacheControl.IsAbsent()) losses.Note($"{part.Path}.cache_control");
    }
}
