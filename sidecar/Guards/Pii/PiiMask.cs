using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>Forms of masks that show a part of a value, or that two values are the same.</summary>
internal static class PiiMask
{
    private const int Shown = 4;
    private const int HashBytes = 4;
    private static readonly SearchValues<char> s_domain = SearchValues.Create([.. Enumerable.Range(0, 0x500).Select(code => (char)code).Where(one => char.IsLetterOrDigit(one) || one is '.' or '-' or '_')]);

    /// <summary>
    /// All but the last four letters and digits as stars (the last two of values with fewer than nine), signs between them as they are; of an e-mail address the first character and the
    /// domain; of an IP or MAC address the first part. Where matches overlap and are masked as one, the text may be more than the value.
    /// </summary>
    public static string Partial(string label, ReadOnlySpan<char> text) => label switch
    {
        "EMAIL" when text.LastIndexOfAnyExcept(s_domain) is > 0 and var at && text[at] == '@' => string.Concat(text[..1], "***", text[at..]),
        "IP_ADDRESS" or "MAC_ADDRESS" => Stars(text, Math.Max(0, text.IndexOfAny('.', ':', '-')), text.Length),
        _ => Last(text),
    };

    /// <summary>The label and the first 32 bits of HMAC-SHA256 over label and value, the value without separators and in small letters: the same for the same value under one key.</summary>
    public static string Hash(string label, ReadOnlySpan<char> text, ReadOnlySpan<byte> key)
    {
        StringBuilder value = new(label, label.Length + 1 + text.Length);
        value.Append('\0');
        foreach (var one in text)
        {
            if (label == "EMAIL" || char.IsAsciiLetterOrDigit(one)) value.Append(char.ToLowerInvariant(one));
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(value.ToString()), hash);
        return string.Create(CultureInfo.InvariantCulture, $"[{label}:{Convert.ToHexStringLower(hash[..HashBytes])}]");
    }

    private static string Last(ReadOnlySpan<char> text)
    {
        var all = NumberText.Collect(text, []);
        var (shown, from) = (all > 8 ? Shown : Shown / 2, text.Length);
        while (shown > 0 && from > 0)
        {
            if (char.IsAsciiLetterOrDigit(text[--from])) shown--;
        }

        return Stars(text, 0, from);
    }

    private static string Stars(ReadOnlySpan<char> text, int from, int to)
    {
        var masked = text.ToArray();
        foreach (ref var one in masked.AsSpan(from..to))
        {
            if (char.IsLetterOrDigit(one)) one = '*';
        }

        return new(masked);
    }
}
