using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Writes the blocks of a request's messages.</summary>
internal static class AnthropicPartWriter
{
    /// <summary>Whether the maker that this goes to made it, and takes it back.</summary>
    public static bool IsOwn(ReasoningPart thought) => (thought.Sealed ?? thought.Signature) is { Origin: Signature.Anthropic };

    /// <summary>Images by URL or of a type; documents as text, by URL, or as a PDF.</summary>
    public static bool CanWrite(MediaPart media) => media switch
    {
        { Kind: MediaKind.Image, Url: not null } => true,
        { Kind: MediaKind.Image, Base64: not null } => media.MediaType is "image/png" or "image/jpeg" or "image/gif" or "image/webp",
        { Kind: MediaKind.Document, Base64: not null } => media.MediaType is null or "application/pdf",
        { Kind: MediaKind.Document } => true,
        _ => false,
    };

    public static void Write(Part part, Utf8JsonWriter json, Losses losses)
    {
        if (part.Signature is { Origin: not Signature.Anthropic } && part is not ReasoningPart) losses.Note(part.Path);
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                WriteText(text.Text, json);
                break;
            case RefusalPart refusal:
                WriteText(refusal.Text, json);
                break;
            case ReasoningPart thought:
                WriteThought(thought, json);
                break;
            case ToolCallPart call:
                WriteCall(call, json);
                break;
            case ToolResultPart result:
                WriteResult(result, json, losses);
                break;
            case MediaPart media:
                WriteMedia(media, json, losses);
                break;
        }

        if (part is not ReasoningPart) WriteCache(part.CacheControl, json);
        json.WriteEndObject();
    }

    public static void WriteCache(JsonElement cache, Utf8JsonWriter json)
    {
        if (cache.IsAbsent()) return;
        json.WritePropertyName("cache_control");
        cache.WriteTo(json);
    }

    private static void WriteText(TextValue text, Utf8JsonWriter json)
    {
        json.WriteString("type", "text");
        text.WriteTo(json, "text");
    }

    private static void WriteThought(ReasoningPart thought, Utf8JsonWriter json)
    {
        json.WriteString("type", thought.Sealed is null ? "thinking" : "redacted_thinking");
        if (thought.Sealed is { } seal)
        {
            json.WriteString("data", seal.Value);
            return;
        }

        thought.Text.WriteTo(json, "thinking");
        json.WriteString("signature", thought.Signature!.Value);
    }

    private static void WriteCall(ToolCallPart call, Utf8JsonWriter json)
    {
        json.WriteString("type", "tool_use");
        json.WriteString("id", call.Id);
        json.WriteString("name", call.Name);
        json.WritePropertyName("input");
        json.WriteRawValue(call.Arguments.Span);
    }

    private static void WriteResult(ToolResultPart result, Utf8JsonWriter json, Losses losses)
    {
        json.WriteString("type", "tool_result");
        json.WriteString("tool_use_id", result.CallId);
        if (result.IsError) json.WriteBoolean("is_error", true);
        if (result.Parts.Count == 0) return;
        json.WritePropertyName("content");
        if (result.Parts is [TextPart { CacheControl.ValueKind: JsonValueKind.Undefined } only])
        {
            only.Text.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        foreach (var part in result.Parts)
        {
            if (part is TextPart { Text.IsEmpty: true }) continue;
            if (part is TextPart || (part is MediaPart media && CanWrite(media))) Write(part, json, losses);
            else losses.Add(part.Path);
        }

        json.WriteEndArray();
    }

    private static void WriteMedia(MediaPart media, Utf8JsonWriter json, Losses losses)
    {
        var isImage = media.Kind == MediaKind.Image;
        json.WriteString("type", isImage ? "image" : "document");
        json.WriteStartObject("source");
        json.WriteString("type", media switch { { Url: not null } => "url", { Base64: not null } => "base64", _ => "text" });
        if (media.Url is { } url) url.WriteTo(json, "url");
        else json.WriteString("media_type", media.Base64 is null ? "text/plain" : media.MediaType ?? "application/pdf");
        if (media.Url is null) (media.Base64 ?? media.Text ?? "").WriteTo(json, "data");
        json.WriteEndObject();
        if (!isImage && media.Name is not null) json.WriteString("title", media.Name);
        if (media.Detail is not (null or "auto")) losses.Note($"{media.Path}.image_url.detail");
    }
}
