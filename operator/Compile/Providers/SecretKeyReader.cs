using System.Text;
using System.Text.Json;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>
/// Reads a key out of a Secret's data, or says what is wrong with it, without ever quoting it. What a sidecar could not put into a header
/// (RFC 9110, section 5.5) is refused here, since there it would cost the whole bundle.
/// </summary>
internal static class SecretKeyReader
{
    /// <summary>Header lines of servers are often bounded by 8 KiB; no key comes near.</summary>
    private const int MaxBytes = 8 * 1024;

    private const string NoFile = "its value is not a JSON object: store the service account's key file as it was downloaded";

    /// <summary>A key file of Google is 2 to 3 KiB.</summary>
    private const int MaxFileBytes = 64 * 1024;

    /// <summary>The key, or the sentence for the user; exactly one of them is set.</summary>
    public static (SecretText? Key, string? Problem) Read(string base64, SecretPart part)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length)) return (null, "its value is not base64: write it with stringData, or encode it");
        if (part.IsPem) return ReadPem(bytes.AsSpan(0, length));
        return part.IsFile ? ReadFile(bytes.AsSpan(0, length)) : Read(bytes.AsSpan(0, length));
    }

    /// <summary>Read no further than that it is JSON: what stands in it is for the exchange alone.</summary>
    private static (SecretText? Key, string? Problem) ReadFile(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return (null, "its value is empty: store the service account's key file in it");
        if (value.Length > MaxFileBytes) return (null, $"its value is longer than {MaxFileBytes} bytes: store the service account's key file alone in it");
        var reader = new Utf8JsonReader(value);
        try
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read()) return (new SecretText(Encoding.UTF8.GetString(value)), null);
        }
        catch (JsonException)
        {
            return (null, NoFile);
        }

        return (null, NoFile);
    }

    /// <summary>Read no further than that it is text with a PEM block: whether certificate and key fit is for who reads both.</summary>
    private static (SecretText? Key, string? Problem) ReadPem(ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxFileBytes) return (null, $"its value is longer than {MaxFileBytes} bytes: store the certificate and its chain alone in it");
        return Ascii.IsValid(value) && value.IndexOf("-----BEGIN "u8) >= 0
            ? (new SecretText(Encoding.ASCII.GetString(value)), null)
            : (null, "its value is not PEM: store it as text from BEGIN to END");
    }

    private static (SecretText? Key, string? Problem) Read(ReadOnlySpan<byte> value)
    {
        value = TrimNewline(value);
        if (value.IsEmpty) return (null, "its value is empty: store the key in it");
        if (value.Length > MaxBytes) return (null, $"its value is longer than {MaxBytes} bytes: store the key alone in it");
        if (value.ContainsAnyExceptInRange((byte)' ', (byte)'~') || value[0] == ' ' || value[^1] == ' ')
            return (null, "its value holds something that no key has, such as a newline, a space at an end, or a character beyond ASCII: store the key alone, in one line");
        return (new SecretText(Encoding.ASCII.GetString(value)), null);
    }

    /// <summary>One newline at the end is an editor's or <c>echo</c>'s, not the key's.</summary>
    private static ReadOnlySpan<byte> TrimNewline(ReadOnlySpan<byte> value)
    {
        if (value.EndsWith("\r\n"u8)) return value[..^2];
        return value.EndsWith("\n"u8) ? value[..^1] : value;
    }
}
