using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Images, documents, sounds: <c>inlineData</c> and <c>fileData</c>. A file that is stored at Google means nothing to another provider.</summary>
internal static class GeminiMedia
{
    private const string DefaultImage = "image/jpeg";

    /// <summary>Reads either of the two by what it holds; null where it is a file at Google, which is then named as unknown.</summary>
    public static MediaPart? Read(JsonElement data, string path, PathList unknown)
    {
        string? type = null, label = null;
        TextValue? base64 = null, url = null;
        foreach (var (name, value, at) in data.Fields(path))
        {
            if (name == "mimeType") type = value.ShortText(at, 256);
            else if (name == "displayName") label = value.ShortText(at);
            else if (name == "data") base64 = Standard(value, at);
            else if (name == "fileUri" && IsStored(value.Decoded(at))) unknown.Add(at);
            else if (name == "fileUri") url = value.Text(at);
            else unknown.Add(at);
        }

        return base64 is null && url is null ? null : new(KindOf(type)) { MediaType = type, Name = label, Base64 = base64, Url = url };
    }

    /// <summary>Reads an <c>inlineData</c> of an answer.</summary>
    public static MediaPart ReadInline(JsonElement data)
    {
        var type = GeminiJson.Short(data.Member("mimeType"), 256);
        return new(KindOf(type)) { MediaType = type, Base64 = TextValue.From(data.GetProperty("data")) };
    }

    /// <summary>Writes it as a member of a part; false where Gemini has no form for it.</summary>
    public static bool TryWrite(MediaPart media, Utf8JsonWriter json)
    {
        if (TypeOf(media) is not { } type) return false;
        json.WriteStartObject(media.Url is null ? "inlineData" : "fileData");
        json.WriteString("mimeType", type);
        if (media.Url is { } url) url.WriteTo(json, "fileUri");
        else if (media.Base64 is { } base64) base64.WriteTo(json, "data");
        else json.WriteBase64String("data", Encoding.UTF8.GetBytes(media.Text?.ToString() ?? ""));
        json.WriteEndObject();
        return true;
    }

    /// <summary>The type as given, or as its kind and its URL's ending say; null where nothing says it, and Gemini takes nothing without.</summary>
    public static string? TypeOf(MediaPart media) => media switch
    {
        { MediaType: { Length: > 0 } type } => type,
        { Text: not null } => "text/plain",
        { Url: { } url } when EndingOf(url.ToString()) is { } type => type,
        { Kind: MediaKind.Image } => DefaultImage,
        { Kind: MediaKind.Document } => "application/pdf",
        _ => null,
    };

    private static string? EndingOf(string url) => Path.GetExtension(url.Split('?', '#')[0]).ToUpperInvariant() switch
    {
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => DefaultImage,
        ".WEBP" => "image/webp",
        ".GIF" => "image/gif",
        ".HEIC" => "image/heic",
        ".PDF" => "application/pdf",
        ".TXT" => "text/plain",
        ".MP3" => "audio/mp3",
        ".WAV" => "audio/wav",
        ".MP4" => "video/mp4",
        ".WEBM" => "video/webm",
        _ => null,
    };

    private static MediaKind KindOf(string? type) => type?.Split('/')[0].ToUpperInvariant() switch
    {
        "IMAGE" => MediaKind.Image,
        "AUDIO" => MediaKind.Audio,
        "VIDEO" => MediaKind.Video,
        _ => MediaKind.Document,
    };

    private static bool IsStored(string uri) =>
        !uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || uri.StartsWith("https://generativelanguage.googleapis.com/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The official Python client writes the URL-safe alphabet, which other providers refuse.</summary>
    private static TextValue Standard(JsonElement data, string path)
    {
        var text = data.Text(path);
        return JsonMarshal.GetRawUtf8Value(data).IndexOfAny((byte)'-', (byte)'_') < 0 ? text : data.Decoded(path).Replace('-', '+').Replace('_', '/');
    }
}
