using System.Buffers.Text;
using System.Text;

namespace AiGateway.Fakes.Mcp.Protocol;

/// <summary>The value of Mcp-Name and Mcp-Param-*, plain or in the Base64 sentinel (2026-07-28, streamable-http, "Value Encoding").</summary>
internal static class HeaderValue
{
    private const string Prefix = "=?base64?";
    private const string Suffix = "?=";

    /// <summary>What the header says; null where the encoding is broken.</summary>
    public static string? Decode(string value)
    {
        value = value.Trim(' ', '\t');
        if (!value.StartsWith(Prefix, StringComparison.Ordinal) || !value.EndsWith(Suffix, StringComparison.Ordinal) || value.Length < Prefix.Length + Suffix.Length)
            return value.All(letter => letter is '\t' or >= ' ' and <= '~') ? value : null;

        var encoded = value[Prefix.Length..^Suffix.Length];
        var bytes = new byte[encoded.Length];
        return Base64.IsValid(encoded) && encoded.Length % 4 == 0 && Convert.TryFromBase64String(encoded, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : null;
    }
}
