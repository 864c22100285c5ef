using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Limits;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Sidecar.Limits;

/// <summary>Who the end user is, as the header that a limit names says, or a claim of the token in it. Kept and told as a hash alone. Who is not told, or told in no way that can be read, is the user "".</summary>
internal static class EndUsers
{
    /// <summary>The length of a key: SHA-256 in hexadecimal.</summary>
    public const int KeyLength = 64;

    private const int MostText = 8192;
    private const string Bearer = "Bearer ";

    /// <summary>Writes the key.</summary>
    public static void WriteKey(IHeaderDictionary headers, LimitRule rule, Span<char> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!headers.TryGetValue(rule.EndUserHeader!, out var values)) SHA256.HashData([], hash);
        else if (rule.EndUserClaim is { } claim) HashText(ClaimOf(values, claim), hash);
        else HashText(TextOf(values), hash);
        Convert.TryToHexStringLower(hash, key, out _);
    }

    private static string TextOf(in StringValues values) => values.Count == 1 ? values[0] ?? "" : values.ToString();

    private static void HashText(string text, Span<byte> hash)
    {
        if (text.Length > MostText) text = text[..MostText];
        Span<byte> small = stackalloc byte[512];
        var length = Encoding.UTF8.GetByteCount(text);
        var bytes = length <= small.Length ? small[..length] : new byte[length];
        Encoding.UTF8.GetBytes(text, bytes);
        SHA256.HashData(bytes, hash);
    }

    /// <summary>The claim of a compact JSON Web Token (RFC 7519): of its second part, a string or a number. Its signature is not checked.</summary>
    private static string ClaimOf(in StringValues values, string claim)
    {
        var token = TextOf(values);
        if (token.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) token = token[Bearer.Length..];
        var start = token.IndexOf('.', StringComparison.Ordinal) + 1;
        var end = start == 0 ? -1 : token.IndexOf('.', start);
        if (end < 0 || end - start > MostText) return "";
        var text = token.AsSpan(start, end - start);
        if (!Base64Url.IsValid(text, out var length)) return "";
        var bytes = new byte[length];
        return Base64Url.TryDecodeFromChars(text, bytes, out var written) ? Find(bytes.AsSpan(0, written), claim) : "";
    }

    private static string Find(ReadOnlySpan<byte> payload, string claim)
    {
        try
        {
            var json = new Utf8JsonReader(payload);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return "";
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = json.ValueTextEquals(claim);
                json.Read();
                if (isIt) return json.TokenType is JsonTokenType.String ? json.GetString()! : json.TokenType is JsonTokenType.Number ? Encoding.UTF8.GetString(json.ValueSpan) : "";
                json.Skip();
            }

            return "";
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
