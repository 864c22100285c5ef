using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Writes turns as chat messages. What tools answered comes first of its turn, as messages of their own, because it must follow the calls at once.</summary>
internal static class ChatMessageWriter
{
    public static void Write(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartArray("messages");
        foreach (var turn in conversation.Turns)
        {
            if (turn.Role == Role.Assistant) WriteAssistant(turn, json, losses);
            else WriteOther(turn, json, losses);
        }

        json.WriteEndArray();
    }

    private static void WriteOther(Turn turn, Utf8JsonWriter json, Losses losses)
    {
        foreach (var result in turn.Parts.OfType<ToolResultPart>()) WriteResult(result, json, losses);
        var said = Writable(turn.Parts.Where(part => part is not ToolResultPart), losses);
        if (said.Count == 0 && turn.Parts.Count > 0) return;
        json.WriteStartObject();
        json.WriteString("role", turn.Role == Role.System ? "system" : "user");
        if (turn.Name is not null) json.WriteString("name", turn.Name);
        WriteContent(said, json);
        json.WriteEndObject();
    }

    /// <summary>That a tool failed is said by its text; the mark beside it has no place here.</summary>
    private static void WriteResult(ToolResultPart result, Utf8JsonWriter json, Losses losses)
    {
        if (result.IsError) losses.Note($"{result.Path}.is_error");
        foreach (var media in result.Parts.Where(part => part is not (TextPart or MediaPart { Text: not null }))) losses.Add(media.Path);
        json.WriteStartObject();
        json.WriteString("role", "tool");
        json.WriteString("tool_call_id", result.CallId);
        WriteContent([.. result.Parts.Where(part => part is TextPart or MediaPart { Text: not null })], json);
        json.WriteEndObject();
    }

    private static void WriteAssistant(Turn turn, Utf8JsonWriter json, Losses losses)
    {
        ToolCallPart[] calls = [.. turn.Parts.OfType<ToolCallPart>()];
        ReasoningPart[] thoughts = [.. turn.Parts.OfType<ReasoningPart>().Where(part => GoesBack(part, calls.Length > 0, losses))];
        RefusalPart[] refusals = [.. turn.Parts.OfType<RefusalPart>()];
        var said = Writable(turn.Parts.Where(part => part is not (ToolCallPart or ReasoningPart or RefusalPart)), losses);
        if (said.Count + calls.Length + thoughts.Length + refusals.Length == 0) return;

        json.WriteStartObject();
        json.WriteString("role", "assistant");
        if (turn.Name is not null) json.WriteString("name", turn.Name);
        if (said.Count > 0) WriteContent(said, json);
        else json.WriteNull("content");
        if (refusals.Length > 0) json.WriteString("refusal", string.Concat(refusals.Select(part => part.Text)));
        WriteThoughts(thoughts, json);
        WriteCalls(calls, json, losses);
        json.WriteEndObject();
    }

    private static void WriteCalls(ToolCallPart[] calls, Utf8JsonWriter json, Losses losses)
    {
        if (calls.Length == 0) return;
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            if (call.Signature is not null) losses.Note(call.Path);
            ChatAnswerWriter.WriteCall(call with { Signature = null }, json);
        }

        json.WriteEndArray();
    }

    /// <summary>
    /// Reasoning goes back to those alone who gave it: what is signed by this dialect's speakers, and a bare text to those who gave such, and want it while tools are at work.
    /// Everyone else refuses members that he does not know.
    /// </summary>
    private static bool GoesBack(ReasoningPart part, bool callsTools, Losses losses)
    {
        var signature = part.Sealed ?? part.Signature;
        var goes = signature is { Origin: Signature.OpenAi } && (!ChatReasoning.IsMarker(signature) || callsTools);
        if (!goes) losses.Note(part.Path);
        return goes;
    }

    private static void WriteThoughts(ReasoningPart[] thoughts, Utf8JsonWriter json)
    {
        foreach (var bare in thoughts.Where(part => ChatReasoning.IsMarker(part.Signature)).GroupBy(part => part.Signature!.Value))
            json.WriteString(bare.Key, string.Concat(bare.Select(part => part.Text)));
        ReasoningPart[] details = [.. thoughts.Where(part => !ChatReasoning.IsMarker(part.Signature))];
        if (details.Length == 0) return;
        json.WriteStartArray(ChatReasoning.Details);
        for (var index = 0; index < details.Length; index++) ChatAnswerWriter.WriteDetail(details[index], index, json);
        json.WriteEndArray();
    }

    private static List<Part> Writable(IEnumerable<Part> parts, Losses losses)
    {
        List<Part> writable = [];
        foreach (var part in parts)
        {
            if (ChatPartWriter.CanWrite(part)) writable.Add(part);
            else losses.Add(part.Path);
        }

        return writable;
    }

    /// <summary>One text stands as a string, which every speaker of the dialect takes.</summary>
    private static void WriteContent(List<Part> parts, Utf8JsonWriter json)
    {
        json.WritePropertyName("content");
        switch (parts)
        {
            case []:
                json.WriteStringValue("");
                break;
            case [TextPart text]:
                text.Text.WriteTo(json);
                break;
            default:
                json.WriteStartArray();
                foreach (var part in parts) ChatPartWriter.Write(part, json);
                json.WriteEndArray();
                break;
        }
    }
}
