using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>The texts of a body, decoded for somebody who reads them whole. JSON that is no string goes as it is written.</summary>
internal static class RequestTexts
{
    public static ImmutableArray<JudgedText> Of(List<TextAt> places, ReadOnlySequence<byte> body) =>
        [.. places.Select(at => new JudgedText(at.Place, Decode(body.Slice(at.Start, at.Length))))];

    /// <summary>Half a surrogate pair is a character of no text; it stays, and is replaced where the text is written again.</summary>
    public static string Decode(in ReadOnlySequence<byte> value)
    {
        var bytes = value.ToArray();
        if (bytes is not [(byte)'"', .., (byte)'"']) return Encoding.UTF8.GetString(bytes);
        using var text = new CharBuffer();
        JsonStrings.Unescape(bytes.AsSpan(1..^1), text);
        return text.Written.ToString();
    }
}
