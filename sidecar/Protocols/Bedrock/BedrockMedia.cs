using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Converse names media by a format of its own list, others by a media type.</summary>
internal static class BedrockMedia
{
    private static readonly (MediaKind Kind, string Format, string Type)[] s_formats =
    [
        (MediaKind.Image, "png", "image/png"),
        (MediaKind.Image, "jpeg", "image/jpeg"),
        (MediaKind.Image, "jpeg", "image/jpg"),
        (MediaKind.Image, "gif", "image/gif"),
        (MediaKind.Image, "webp", "image/webp"),
        (MediaKind.Document, "pdf", "application/pdf"),
        (MediaKind.Document, "csv", "text/csv"),
        (MediaKind.Document, "doc", "application/msword"),
        (MediaKind.Document, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (MediaKind.Document, "xls", "application/vnd.ms-excel"),
        (MediaKind.Document, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (MediaKind.Document, "html", "text/html"),
        (MediaKind.Document, "txt", "text/plain"),
        (MediaKind.Document, "md", "text/markdown"),
        (MediaKind.Audio, "wav", "audio/wav"),
        (MediaKind.Audio, "wav", "audio/x-wav"),
        (MediaKind.Audio, "mp3", "audio/mpeg"),
        (MediaKind.Audio, "mp3", "audio/mp3"),
        (MediaKind.Audio, "flac", "audio/flac"),
        (MediaKind.Audio, "aac", "audio/aac"),
        (MediaKind.Audio, "ogg", "audio/ogg"),
        (MediaKind.Audio, "opus", "audio/opus"),
        (MediaKind.Audio, "webm", "audio/webm"),
        (MediaKind.Audio, "m4a", "audio/mp4"),
        (MediaKind.Video, "mp4", "video/mp4"),
        (MediaKind.Video, "mov", "video/quicktime"),
        (MediaKind.Video, "mkv", "video/x-matroska"),
        (MediaKind.Video, "webm", "video/webm"),
        (MediaKind.Video, "mpeg", "video/mpeg"),
        (MediaKind.Video, "flv", "video/x-flv"),
        (MediaKind.Video, "wmv", "video/x-ms-wmv"),
        (MediaKind.Video, "three_gp", "video/3gpp"),
    ];

    /// <summary>The name of the block and of the kind's root in media types.</summary>
    public static string WordOf(MediaKind kind) => kind switch
    {
        MediaKind.Image => "image",
        MediaKind.Document => "document",
        MediaKind.Audio => "audio",
        _ => "video",
    };

    /// <summary>The media type of a format; for one that is not on the list, what it would be called.</summary>
    public static string TypeOf(MediaKind kind, string format) =>
        Array.Find(s_formats, entry => entry.Kind == kind && entry.Format == format).Type ?? $"{(kind == MediaKind.Document ? "application" : WordOf(kind))}/{format}";

    /// <summary>The format of a part, by its media type, or its file's name where it has none; null for one that Converse does not take.</summary>
    public static string? FormatOf(MediaPart part)
    {
        if (part.Text is not null && part.MediaType is null) return "txt";
        var type = part.MediaType?.Split(';')[0].Trim();
        var ending = type is null && part.Name is { } name ? name[(name.LastIndexOf('.') + 1)..] : null;
        return Array.Find(s_formats, entry => entry.Kind == part.Kind && (type is null ? entry.Format == ending : entry.Type.Equals(type, StringComparison.OrdinalIgnoreCase))).Format;
    }
}
