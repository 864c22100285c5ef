using System.Buffers;
using System.Text;

namespace AiGateway.Sidecar.Bodies;

/// <summary>Reads the boundary out of a content type: one, of the characters that RFC 2046, section 5.1.1, allows.</summary>
internal static class FormBoundary
{
    private const int MaxLength = 70;
    private static readonly SearchValues<char> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=?");

    /// <summary>The delimiter, its two dashes included; null where the type is no form, or has no boundary that all read alike.</summary>
    public static byte[]? DelimiterOf(string? contentType)
    {
        var parts = (contentType ?? "").Split(';');
        if (!parts[0].Trim().Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || parts.Length != 2) return null;
        var parameter = parts[1].Trim();
        if (!parameter.StartsWith("boundary=", StringComparison.OrdinalIgnoreCase)) return null;
        var value = parameter["boundary=".Length..];
        if (value.Length > 2 && value[0] == '"' && value[^1] == '"') value = value[1..^1];
        return value.Length is 0 or > MaxLength || value.AsSpan().ContainsAnyExcept(s_letters) ? null : Encoding.ASCII.GetBytes("--" + value);
    }
}
