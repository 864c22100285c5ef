using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Reads an image, a document, a sound, a film that stands in the request. What lies in S3 stays there: it is named, and never fetched.</summary>
internal static class BedrockMediaReader
{
    /// <summary>The part; null where its content is not in the request.</summary>
    public static MediaPart? Read(JsonProperty block, string path, PathList unknown)
    {
        var place = $"{path}.{block.Name}";
        var kind = KindOf(block.Name);
        var part = new MediaPart(kind) { Path = path };
        foreach (var member in block.Value.Members(place))
        {
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("format")) part = part with { MediaType = BedrockMedia.TypeOf(kind, member.Value.ShortText($"{place}.format", 64)) };
            else if (member.NameEquals("name")) part = part with { Name = member.Value.ShortText($"{place}.name") };
            else if (member.NameEquals("source")) part = ReadSource(member.Value, $"{place}.source", part, unknown);
            else unknown.Add($"{place}.{member.Name}");
        }

        return part.Base64 is null && part.Text is null ? null : part;
    }

    private static MediaPart ReadSource(JsonElement source, string path, MediaPart part, PathList unknown)
    {
        foreach (var member in source.Members(path))
        {
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("bytes")) part = part with { Base64 = member.Value.Text($"{path}.bytes") };
            else if (member.NameEquals("text") && part.Kind == MediaKind.Document) part = part with { Text = member.Value.Text($"{path}.text") };
            else unknown.Add($"{path}.{member.Name}");
        }

        return part;
    }

    private static MediaKind KindOf(string word) => word switch
    {
        "image" => MediaKind.Image,
        "document" => MediaKind.Document,
        "audio" => MediaKind.Audio,
        _ => MediaKind.Video,
    };
}
