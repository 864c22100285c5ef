using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Tells a data URI (RFC 2397) in base64 from other URLs, without copying what may be megabytes.</summary>
internal static class DataUri
{
    private const int MostHead = 256;
    private static ReadOnlySpan<byte> Scheme => "data:"u8;

    private static ReadOnlySpan<byte> Marker => ";base64,"u8;

    /// <summary>The part with the bytes of a data URI, or with the URL.</summary>
    /// <exception cref="UnfitFieldException">It is no string.</exception>
    public static MediaPart Read(MediaPart part, JsonElement url, string path)
    {
        _ = url.Text(path);
        var raw = JsonMarshal.GetRawUtf8Value(url)[1..^1];
        if (TrySplit(raw, out var type, out var skip)) return part with { MediaType = type, Base64 = TextValue.From(url, skip) };
        if (!raw.StartsWith(Scheme)) return part with { Url = TextValue.From(url) };
        var decoded = url.Decoded(path);
        return TrySplit(Encoding.UTF8.GetBytes(decoded), out type, out skip)
            ? part with { MediaType = type, Base64 = decoded[skip..] }
            : part with { Url = TextValue.From(url) };
    }

    /// <summary>A file's bytes: a data URI, or base64 alone.</summary>
    public static MediaPart ReadFile(MediaPart part, JsonElement data, string path)
    {
        var read = Read(part, data, path);
        return read.Url is { } plain ? read with { Url = null, Base64 = plain } : read;
    }

    /// <summary>The skipped characters must stand as they are: some serializers escape the slash of the media type.</summary>
    private static bool TrySplit(ReadOnlySpan<byte> uri, out string type, out int skip)
    {
        (type, skip) = ("", 0);
        if (!uri.StartsWith(Scheme)) return false;
        var head = uri[..Math.Min(uri.Length, MostHead)];
        var end = head.IndexOf(Marker);
        if (end < 0 || head[..end].Contains((byte)'\\') || !Ascii.IsValid(head[..end])) return false;
        type = Encoding.ASCII.GetString(head[Scheme.Length..end]).Split(';')[0];
        skip = end + Marker.Length;
        return type.Length > 0;
    }
}
