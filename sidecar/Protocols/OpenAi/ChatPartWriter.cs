using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Writes content parts of chat messages. Marks for caching get lost knowingly: OpenAI caches by itself, and the answer is the same.</summary>
internal static class ChatPartWriter
{
    /// <summary>Whether chat completions have a part for it.</summary>
    public static bool CanWrite(Part part) => part switch
    {
        TextPart => true,
        MediaPart { Kind: MediaKind.Image } => true,
        MediaPart { Kind: MediaKind.Audio, Base64: not null } audio => FormatOf(audio) is not null,
        MediaPart { Kind: MediaKind.Document } document => document.Url is null,
        _ => false,
    };

    public static void Write(Part part, Utf8JsonWriter json)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(text.Text, json);
                break;
            case MediaPart { Kind: MediaKind.Image } image:
                WriteImage(image, json);
                break;
            case MediaPart { Kind: MediaKind.Audio } audio:
                WriteAudio(audio, json);
                break;
            case MediaPart { Text: { } text } document:
                WriteText(document.Name is { } name ? $"{name}\n\n{text}" : text, json);
                break;
            case MediaPart document:
                WriteFile(document, json);
                break;
        }
    }

    public static void WriteText(TextValue text, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        text.WriteTo(json, "text");
        json.WriteEndObject();
    }

    public static void WriteImage(MediaPart image, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        WriteUrl(image, "url", json);
        if (image.Detail is not null) json.WriteString("detail", image.Detail);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The URL, or the bytes as a data URI.</summary>
    public static void WriteUrl(MediaPart media, string member, Utf8JsonWriter json)
    {
        json.WritePropertyName(member);
        if (media.Base64 is { } bytes) bytes.WriteBehind($"data:{SafeType(media)};base64,", json);
        else (media.Url ?? "").WriteTo(json);
    }

    private static void WriteAudio(MediaPart audio, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "input_audio");
        json.WriteStartObject("input_audio");
        audio.Base64!.Value.WriteTo(json, "data");
        json.WriteString("format", FormatOf(audio));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFile(MediaPart document, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "file");
        json.WriteStartObject("file");
        json.WriteString("filename", document.Name ?? "document");
        WriteUrl(document, "file_data", json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string? FormatOf(MediaPart audio) => audio.MediaType switch
    {
        "audio/wav" or "audio/x-wav" or "audio/wave" => "wav",
        "audio/mpeg" or "audio/mp3" => "mp3",
        _ => null,
    };

    /// <summary>The media type, as far as it needs no escape in a JSON string: it is written there as it stands.</summary>
    private static string SafeType(MediaPart media)
    {
        var fallback = media.Kind == MediaKind.Image ? "image/png" : "application/pdf";
        var type = media.MediaType ?? fallback;
        return type.All(letter => char.IsAsciiLetterOrDigit(letter) || "/.+-".Contains(letter, StringComparison.Ordinal)) ? type : fallback;
    }
}
