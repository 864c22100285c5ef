using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Reads the content of an input item.</summary>
internal static class ResponsesPartReader
{
    public static List<Part> ReadContent(Conversation to, JsonElement content, string path) => content.ValueKind switch
    {
        JsonValueKind.String => [new TextPart(TextValue.From(content)) { Path = path }],
        JsonValueKind.Array => [.. content.Items(path).Select(item => Read(to, item.Item, item.Path)).OfType<Part>()],
        _ => throw new UnfitFieldException(path, "must be a string or an array"),
    };

    /// <summary>The part; null where it has no place in a conversation, which is noted then.</summary>
    private static Part? Read(Conversation to, JsonElement part, string path)
    {
        _ = part.Members(path);
        Part? read = part.Member("type").ShortText($"{path}.type") switch
        {
            "input_text" or "output_text" or "text" => new TextPart(part.Member("text").Text($"{path}.text")) { Path = path },
            "refusal" => new RefusalPart(part.Member("refusal").Text($"{path}.refusal")) { Path = path },
            "input_image" => ReadImage(part, path),
            "input_file" => ReadFile(part, path),
            _ => null,
        };
        if (read is null) to.Unknown.Add(path);
        else to.AddUnknown(part, path, ["type", "text", "refusal", "image_url", "detail", "file_data", "file_url", "filename", "annotations", "logprobs"]);
        return read;
    }

    /// <summary>An image that is stored at the provider cannot be taken elsewhere, and a file neither.</summary>
    private static MediaPart? ReadImage(JsonElement part, string path)
    {
        var (url, detail) = (part.Member("image_url"), part.Member("detail"));
        if (url.IsAbsent()) return null;
        var image = new MediaPart(MediaKind.Image) { Path = path, Detail = detail.IsAbsent() ? null : detail.ShortText($"{path}.detail") };
        return DataUri.Read(image, url, $"{path}.image_url");
    }

    private static MediaPart? ReadFile(JsonElement part, string path)
    {
        var (data, url, name) = (part.Member("file_data"), part.Member("file_url"), part.Member("filename"));
        var file = new MediaPart(MediaKind.Document) { Path = path, Name = name.IsAbsent() ? null : name.ShortText($"{path}.filename") };
        if (!data.IsAbsent()) return DataUri.ReadFile(file, data, $"{path}.file_data");
        return url.IsAbsent() ? null : file with { Url = url.Text($"{path}.file_url") };
    }
}
