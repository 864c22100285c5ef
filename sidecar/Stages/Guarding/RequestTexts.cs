using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AiGateway.Sidecar.Guards;
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
        var text = Encoding.UTF8.GetString(value);
        if (text is not ['"', .., '"']) return text;
        if (!text.Contains('\\', StringComparison.Ordinal)) return text[1..^1];
        var plain = new StringBuilder(text.Length);
        for (var at = 1; at < text.Length - 1; at++)
        {
            if (text[at] != '\\') plain.Append(text[at]);
            else plain.Append(Unescape(text, ref at));
        }

        return plain.ToString();
    }

    private static char Unescape(string text, ref int at)
    {
        at++;
        switch (text[at])
        {
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'u':
                at += 4;
                return (char)ushort.Parse(text.AsSpan(at - 3, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default: return text[at]; // The body was read as JSON: it is a quote or a slash.
        }
    }
}
