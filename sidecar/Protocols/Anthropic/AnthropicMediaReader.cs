using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Reads images and documents. What lies at the provider (a file's id) and documents of mixed content are named as unknown.</summary>
internal static class AnthropicMediaReader
{
    public static MediaPart? Read(Conversation to, JsonElement block, string path)
    {
        var source = block.Member("source");
        var kind = block.Member("type").ValueEquals("image"u8) ? MediaKind.Image : MediaKind.Document;
        var type = source.Member("type").ShortText($"{path}.source.type");
        var part = type switch
        {
            "base64" => new MediaPart(kind) { MediaType = source.Member("media_type").ShortText($"{path}.source.media_type"), Base64 = source.Member("data").Text($"{path}.source.data") },
            "url" => new MediaPart(kind) { Url = source.Member("url").Text($"{path}.source.url"), MediaType = kind == MediaKind.Document ? "application/pdf" : null },
            "text" => new MediaPart(kind) { MediaType = "text/plain", Text = source.Member("data").Text($"{path}.source.data") },
            "content" => ReadContent(source.Member("content"), $"{path}.source.content"),
            _ => null,
        };
        if (part is null)
        {
            to.Unknown.Add($"{path}.source");
            return null;
        }

        NameUnknown(to, source, $"{path}.source");
        var title = block.Member("title");
        return part with { Name = title.IsAbsent() ? null : title.ShortText($"{path}.title", MostOfTitle) };
    }

    private const int MostOfTitle = 16384;

    private static void NameUnknown(Conversation to, JsonElement source, string path)
    {
        foreach (var member in source.EnumerateObject())
        {
            if (member.Name is not ("type" or "media_type" or "data" or "url" or "content") && !member.Value.IsAbsent()) to.Unknown.Add($"{path}.{member.Name}");
        }
    }

    /// <summary>A text in one piece or in several; null where an image is among them.</summary>
    private static MediaPart? ReadContent(JsonElement content, string path)
    {
        if (content.ValueKind == JsonValueKind.String) return new(MediaKind.Document) { MediaType = "text/plain", Text = TextValue.From(content) };
        List<string> texts = [];
        foreach (var (piece, at) in content.Items(path))
        {
            if (piece.Member("type").ShortText($"{at}.type") != "text") return null;
            texts.Add(piece.Member("text").ShortText($"{at}.text", int.MaxValue));
        }

        return new(MediaKind.Document) { MediaType = "text/plain", Text = string.Join("\n", texts) };
    }
}
