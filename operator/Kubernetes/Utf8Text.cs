using System.Text;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Text that must fit into so many bytes of UTF-8.</summary>
internal static class Utf8Text
{
    /// <summary>The longest beginning that fits; never half a character.</summary>
    public static string? Cut(string? text, int bytes)
    {
        if (text is null || Encoding.UTF8.GetByteCount(text) <= bytes) return text;
        var used = 0;
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().TakeWhile(rune => (used += rune.Utf8SequenceLength) <= bytes)) kept.Append(rune.ToString());
        return kept.ToString();
    }
}
