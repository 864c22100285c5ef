using System.Text;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>A member of the body as a header repeats it: as it is, or in Base64 between marks (MCP 2026-07-28, Streamable HTTP, value encoding).</summary>
internal static class MirroredValue
{
    private const string Begin = "=?base64?";
    private const string End = "?=";

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text as a header repeats it.</summary>
    public static string Encode(string text)
    {
        var isPlain = !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text.Trim().Length == text.Length && !text.StartsWith(Begin, StringComparison.Ordinal);
        return isPlain ? text : Begin + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + End;
    }

    /// <summary>The text that the header stands for; null where its Base64 is none, or no text.</summary>
    public static string? Decode(string header)
    {
        if (header.Length < Begin.Length + End.Length || !header.StartsWith(Begin, StringComparison.Ordinal) || !header.EndsWith(End, StringComparison.Ordinal)) return header;

        var encoded = header.AsSpan(Begin.Length, header.Length - Begin.Length - End.Length);
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var count)) return null;
        // The framework takes white space and loose bits at the end; one text has one encoding here.
        if (!encoded.SequenceEqual(Convert.ToBase64String(bytes, 0, count))) return null;
        try
        {
            return s_strict.GetString(bytes, 0, count);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
