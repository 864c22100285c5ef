using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Writes turns as input items. Only OpenAI's own sealed reasoning goes back.</summary>
internal static class ResponsesInputWriter
{
    public static void Write(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartArray("input");
        foreach (var turn in conversation.Turns) WriteTurn(turn, json, losses);
        json.WriteEndArray();
    }

    /// <summary>What is said in a row is one message; what else stands between it is an item of its own.</summary>
    private static void WriteTurn(Turn turn, Utf8JsonWriter json, Losses losses)
    {
        List<Part> said = [];
        foreach (var part in turn.Parts)
        {
            if (part is TextPart or RefusalPart or MediaPart)
            {
                if (CanWrite(part, turn.Role)) said.Add(part);
                else losses.Add(part.Path);
                continue;
            }

            WriteMessage(turn.Role, said, json);
            WriteItem(part, json, losses);
        }

        WriteMessage(turn.Role, said, json);
    }

    private static void WriteMessage(Role role, List<Part> said, Utf8JsonWriter json)
    {
        if (said.Count == 0) return;
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("role", role switch { Role.System => "developer", Role.User => "user", _ => "assistant" });
        json.WriteStartArray("content");
        foreach (var part in said) WritePart(part, role == Role.Assistant, json);
        json.WriteEndArray();
        json.WriteEndObject();
        said.Clear();
    }

    private static bool CanWrite(Part part, Role role) => part switch
    {
        TextPart => true,
        RefusalPart => role == Role.Assistant,
        MediaPart { Kind: MediaKind.Image or MediaKind.Document } => role != Role.Assistant,
        _ => false,
    };

    private static void WritePart(Part part, bool isAssistants, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("type", isAssistants ? "output_text" : "input_text");
                text.Text.WriteTo(json, "text");
                break;
            case RefusalPart refusal:
                json.WriteString("type", "refusal");
                refusal.Text.WriteTo(json, "refusal");
                break;
            case MediaPart { Kind: MediaKind.Image } image:
                json.WriteString("type", "input_image");
                json.WriteString("detail", image.Detail ?? "auto");
                ChatPartWriter.WriteUrl(image, "image_url", json);
                break;
            case MediaPart { Text: { } text }:
                json.WriteString("type", "input_text");
                text.WriteTo(json, "text");
                break;
            case MediaPart document:
                json.WriteString("type", "input_file");
                if (document.Url is null) json.WriteString("filename", document.Name ?? "document");
                ChatPartWriter.WriteUrl(document, document.Url is null ? "file_data" : "file_url", json);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteItem(Part part, Utf8JsonWriter json, Losses losses)
    {
        switch (part)
        {
            case ReasoningPart reasoning:
                WriteReasoning(reasoning, json, losses);
                break;
            case ToolCallPart call:
                if (call.Signature is not null) losses.Note(call.Path);
                json.WriteStartObject();
                json.WriteString("type", "function_call");
                json.WriteString("call_id", call.Id);
                json.WriteString("name", call.Name);
                json.WriteString("arguments", call.Arguments.Span);
                json.WriteEndObject();
                break;
            case ToolResultPart result:
                WriteResult(result, json, losses);
                break;
        }
    }

    /// <summary>That a tool failed is said by its text; the mark beside it has no place here.</summary>
    private static void WriteResult(ToolResultPart result, Utf8JsonWriter json, Losses losses)
    {
        if (result.IsError) losses.Note($"{result.Path}.is_error");
        foreach (var lost in result.Parts.Where(part => !CanWrite(part, Role.User))) losses.Add(lost.Path);
        Part[] parts = [.. result.Parts.Where(part => CanWrite(part, Role.User))];
        json.WriteStartObject();
        json.WriteString("type", "function_call_output");
        json.WriteString("call_id", result.CallId);
        json.WritePropertyName("output");
        if (parts is [TextPart text])
        {
            text.Text.WriteTo(json);
        }
        else
        {
            json.WriteStartArray();
            foreach (var part in parts) WritePart(part, isAssistants: false, json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteReasoning(ReasoningPart reasoning, Utf8JsonWriter json, Losses losses)
    {
        if ((reasoning.Sealed ?? reasoning.Signature) is not { Origin: Signature.OpenAi } signature || ChatReasoning.IsMarker(signature))
        {
            losses.Note(reasoning.Path);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "reasoning");
        if (reasoning.Id is not null) json.WriteString("id", reasoning.Id);
        json.WriteStartArray("summary");
        if (!reasoning.Text.IsEmpty)
        {
            json.WriteStartObject();
            json.WriteString("type", "summary_text");
            reasoning.Text.WriteTo(json, "text");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("encrypted_content", signature.Value);
        json.WriteEndObject();
    }
}
