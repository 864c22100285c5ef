using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads one content part of a chat message.</summary>
internal static class ChatPartReader
{
    /// <summary>The part; null where it has no place in a conversation, which is noted then.</summary>
    public static Part? Read(Conversation to, JsonElement part, string path)
    {
        _ = part.Members(path);
        var type = part.Member("type").ShortText($"{path}.type");
        Part? read = type switch
        {
            "text" => new TextPart(part.Member("text").Text($"{path}.text")) { Path = path },
            "refusal" => new RefusalPart(part.Member("refusal").Text($"{path}.refusal")) { Path = path },
            "image_url" => ReadImage(to, part.Member("image_url"), path),
            "input_audio" => ReadAudio(to, part.Member("input_audio"), path),
            "file" => ReadFile(to, part.Member("file"), path),
            "video_url" => DataUri.Read(new(MediaKind.Video) { Path = path }, part.Member("video_url").Member("url"), $"{path}.video_url.url"),
            "thinking" => ReadThinking(part.Member("thinking"), path),
            _ => null,
        };
        if (read is null) to.Unknown.Add(path);
        else to.AddUnknown(part, path, ["type", type, "cache_control"]);
        return read is not null && !part.Member("cache_control").IsAbsent() ? read with { CacheControl = part.Member("cache_control") } : read;
    }

    private static MediaPart ReadImage(Conversation to, JsonElement image, string path)
    {
        to.AddUnknown(image, $"{path}.image_url", ["url", "detail"]);
        var detail = image.Member("detail");
        var part = new MediaPart(MediaKind.Image) { Path = path, Detail = detail.IsAbsent() ? null : detail.ShortText($"{path}.image_url.detail") };
        return DataUri.Read(part, image.Member("url"), $"{path}.image_url.url");
    }

    private static MediaPart ReadAudio(Conversation to, JsonElement audio, string path)
    {
        to.AddUnknown(audio, $"{path}.input_audio", ["data", "format"]);
        var format = audio.Member("format").ShortText($"{path}.input_audio.format");
        return new(MediaKind.Audio) { Path = path, MediaType = format == "mp3" ? "audio/mpeg" : $"audio/{format}", Base64 = audio.Member("data").Text($"{path}.input_audio.data") };
    }

    /// <summary>A file that is stored at the provider cannot be taken elsewhere.</summary>
    private static MediaPart? ReadFile(Conversation to, JsonElement file, string path)
    {
        to.AddUnknown(file, $"{path}.file", ["file_data", "filename", "file_id"]);
        var (data, name) = (file.Member("file_data"), file.Member("filename"));
        if (data.IsAbsent()) return null;
        var part = new MediaPart(MediaKind.Document) { Path = path, Name = name.IsAbsent() ? null : name.ShortText($"{path}.file.filename") };
        return DataUri.ReadFile(part, data, $"{path}.file.file_data");
    }

    /// <summary>Mistral's thinking within the content: a list of text parts.</summary>
    private static ReasoningPart? ReadThinking(JsonElement thinking, string path) =>
        thinking.ValueKind == JsonValueKind.Array ? new(ChatReasoning.TextOf(thinking)) { Path = path } : null;
}
