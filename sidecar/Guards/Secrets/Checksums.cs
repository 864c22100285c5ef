using System.Buffers.Text;
using System.Text.Json;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>The checks that published formats of credentials carry in themselves.</summary>
internal static class Checksums
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int Crc62Length = 6;
    private const long MostAccount = 999_999_999_999;

    /// <summary>The last six characters are the CRC-32 of those before them, in base 62 (GitHub's and npm's tokens, behind their prefix).</summary>
    public static bool HasCrc62(ReadOnlySpan<char> secret)
    {
        var crc = Crc32(secret[..^Crc62Length]);
        for (var at = 1; at <= Crc62Length; at++, crc /= 62)
        {
            if (secret[^at] != Base62[(int)(crc % 62)]) return false;
        }

        return true;
    }

    /// <summary>The CRC-32 of ISO-HDLC over ASCII, as zlib has it.</summary>
    public static uint Crc32(ReadOnlySpan<char> text)
    {
        var crc = uint.MaxValue;
        foreach (var one in text)
        {
            crc ^= (byte)one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }

    /// <summary>
    /// The number of the account that the id of an access key (20 characters) holds: 40 bits of its base 32, behind the first, which says that it is of this form (its fifth character is Q or
    /// later). Null for the older form, which holds none.
    /// </summary>
    public static long? AwsAccountOf(ReadOnlySpan<char> id)
    {
        var bits = 0UL;
        foreach (var one in id[4..14]) bits = (bits << 5) | (uint)Base32.IndexOf(one, StringComparison.Ordinal);
        return bits >> 49 == 0 ? null : (long)((bits >> 9) & 0xFF_FFFF_FFFF);
    }

    /// <summary>Whether the account is one: it has twelve digits.</summary>
    public static bool HasAwsAccount(ReadOnlySpan<char> id) => AwsAccountOf(id) is null or <= MostAccount;

    /// <summary>BIP 173's checksum over a human-readable part and the data behind its 1, in any one case (keys of age).</summary>
    public static bool HasBech32(ReadOnlySpan<char> humanPart, ReadOnlySpan<char> data)
    {
        var check = 1u;
        foreach (var one in humanPart) check = Step(check, (uint)(char.ToLowerInvariant(one) >> 5));
        check = Step(check, 0);
        foreach (var one in humanPart) check = Step(check, (uint)(char.ToLowerInvariant(one) & 31));
        foreach (var one in data)
        {
            var digit = Bech32.IndexOf(char.ToLowerInvariant(one), StringComparison.Ordinal);
            if (digit < 0) return false;
            check = Step(check, (uint)digit);
        }

        return check == 1;
    }

    /// <summary>The first part is a JOSE header (RFC 7515, 4): a JSON object that names its algorithm.</summary>
    public static bool HasJoseHeader(ReadOnlySpan<char> token)
    {
        var header = token[..token.IndexOf('.')];
        if (header.Length > 4096) return false;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("alg", out var name) && name.ValueKind == JsonValueKind.String;
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            return false;
        }
    }

    private static uint Step(uint check, uint value)
    {
        ReadOnlySpan<uint> generator = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3];
        var top = check >> 25;
        check = ((check & 0x1FFFFFF) << 5) ^ value;
        for (var bit = 0; bit < 5; bit++)
        {
            if (((top >> bit) & 1) == 1) check ^= generator[bit];
        }

        return check;
    }
}
