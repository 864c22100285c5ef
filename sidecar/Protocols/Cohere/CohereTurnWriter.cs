using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>
/// Writes a turn as messages: each result of a tool is one of its own, before what else the user says. What a model says beside its calls of tools is Cohere's <c>tool_plan</c>.
/// </summary>
internal static class CohereTurnWriter
{
    public static void Write(Turn turn, Utf8JsonWriter json, Losses losses)
    {
        if (turn.Name is not null) losses.Add($"{turn.Path}.name");
        foreach (var result in turn.Parts.OfType<ToolResultPart>()) WriteResult(result, json, losses);
        var parts = turn.Parts.Where(part => part is not ToolResultPart && IsWritable(part, turn.Role, losses)).ToArray();
        if (parts.Length == 0) return;
        json.WriteStartObject();
        json.WriteString("role", turn.Role switch { Role.System => "system", Role.Assistant => "assistant", _ => "user" });
        var calls = parts.OfType<ToolCallPart>().ToArray();
        var said = parts.Where(part => part is not ToolCallPart).ToArray();
        if (calls.Length > 0) WriteCalls(calls, said, json, losses);
        else WriteContent(said, json);
        json.WriteEndObject();
    }

    private static bool IsWritable(Part part, Role role, Losses losses)
    {
        switch (part)
        {
            case TextPart text:
                return !text.Text.IsEmpty;
            case RefusalPart refusal:
                return !refusal.Text.IsEmpty;
            case ToolCallPart:
                return true;
            case MediaPart { Kind: MediaKind.Image } image when role == Role.User && (image.Url ?? image.Base64) is not null:
                return true;
            case ReasoningPart:
                losses.Note(part.Path);
                return false;
            default:
                losses.Add(part.Path);
                return false;
        }
    }

    private static TextValue TextOf(Part part) => part is RefusalPart refusal ? refusal.Text : ((TextPart)part).Text;

    private static void WriteCalls(ToolCallPart[] calls, Part[] said, Utf8JsonWriter json, Losses losses)
    {
        if (said.Length == 1) TextOf(said[0]).WriteTo(json, "tool_plan");
        else if (said.Length > 1) json.WriteString("tool_plan", string.Join("\n", said.Select(part => TextOf(part).ToString())));
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            if (call.Signature is not null) losses.Note(call.Path);
            json.WriteStartObject();
            json.WriteString("id", call.Id);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.Arguments.Span);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteContent(Part[] parts, Utf8JsonWriter json)
    {
        if (parts is [TextPart only])
        {
            only.Text.WriteTo(json, "content");
            return;
        }

        json.WriteStartArray("content");
        foreach (var part in parts)
        {
            if (part is MediaPart image) WriteImage(image, json);
            else WriteText(TextOf(part), json);
        }

        json.WriteEndArray();
    }

    private static void WriteText(TextValue text, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        text.WriteTo(json, "text");
        json.WriteEndObject();
    }

    private static void WriteImage(MediaPart image, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        if (image.Url is { } url)
        {
            url.WriteTo(json, "url");
        }
        else
        {
            json.WritePropertyName("url");
            image.Base64!.Value.WriteBehind($"data:{image.MediaType ?? "image/png"};base64,", json);
        }

        if (image.Detail is "auto" or "low" or "high") json.WriteString("detail", image.Detail);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(ToolResultPart result, Utf8JsonWriter json, Losses losses)
    {
        if (result.IsError) losses.Note($"{result.Path}.is_error");
        foreach (var part in result.Parts.Where(part => part is not TextPart)) losses.Add(part.Path);
        json.WriteStartObject();
        json.WriteString("role", "tool");
        json.WriteString("tool_call_id", result.CallId);
        var texts = result.Parts.OfType<TextPart>().ToArray();
        if (texts.Length == 0) json.WriteString("content", "");
        else WriteContent(texts, json);
        json.WriteEndObject();
    }
}
