using System.Buffers;
using System.Text.Unicode;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Encodings;

/// <summary>
/// Turns a run back into text. Where it begins is tried at every place that a group of digits may have (a letter in front shifts them all), and what comes out is text only if enough of its
/// characters in a row are such: random bytes are not. Bytes that are no text become U+FFFD.
/// </summary>
internal static class Decoder
{
    /// <summary>So many characters of ASCII in a row that can be printed: random bytes have them by a chance of 1 in 100,000 at each place.</summary>
    private const int LeastText = 12;

    /// <summary>How many ways there are to read a run of the form.</summary>
    public static int ShiftsOf(EncodedForm form) => form switch { EncodedForm.Base64 => 4, EncodedForm.Hex => 2, _ => 1 };

    /// <summary>The text, in a buffer of the pool that holds it; null where it is none.</summary>
    public static char[]? Decode(ReadOnlySpan<char> run, EncodedForm form, int shift, out int length)
    {
        length = 0;
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(run.Length * 3, 4));
        try
        {
            var count = form switch
            {
                EncodedForm.Base64 => Base64(run[shift..], bytes),
                EncodedForm.Hex => Hex(run[shift..], bytes),
                _ => Percent(run, bytes),
            };
            return ToText(bytes.AsSpan(0, count), form, out length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static char[]? ToText(Span<byte> bytes, EncodedForm form, out int length)
    {
        // Every second byte is zero: UTF-16, as PowerShell's -EncodedCommand wants it.
        if (bytes.Length >= 2 * LeastText && Zeros(bytes, 1) * 10 >= bytes.Length * 4) bytes = Narrow(bytes);
        length = 0;
        if (form != EncodedForm.Percent && LongestText(bytes) < LeastText) return null;
        var chars = ArrayPool<char>.Shared.Rent(bytes.Length);
        Utf8.ToUtf16(bytes, chars, out _, out length, replaceInvalidSequences: true);
        return chars;
    }

    private static int Base64(ReadOnlySpan<char> run, Span<byte> bytes)
    {
        var (count, value, bits) = (0, 0, 0);
        foreach (var one in run)
        {
            (value, bits) = (((value << 6) | SixOf(one)) & 0xFFFF, bits + 6);
            if (bits < 8) continue;
            bits -= 8;
            bytes[count++] = (byte)(value >> bits);
        }

        return count;
    }

    private static int SixOf(char one) => one switch
    {
        >= 'A' and <= 'Z' => one - 'A',
        >= 'a' and <= 'z' => one - 'a' + 26,
        >= '0' and <= '9' => one - '0' + 52,
        '+' or '-' => 62,
        _ => 63,
    };

    private static int Hex(ReadOnlySpan<char> run, Span<byte> bytes)
    {
        Convert.FromHexString(run[..(run.Length & ~1)], bytes, out _, out var count);
        return count;
    }

    private static int Percent(ReadOnlySpan<char> run, Span<byte> bytes)
    {
        var count = 0;
        for (var at = 0; at < run.Length; at++)
        {
            if (run[at] == '%' && at + 2 < run.Length && char.IsAsciiHexDigit(run[at + 1]) && char.IsAsciiHexDigit(run[at + 2]))
            {
                bytes[count++] = (byte)((char.IsAsciiDigit(run[at + 1]) ? run[at + 1] - '0' : (run[at + 1] | 32) - 'a' + 10) << 4 | (char.IsAsciiDigit(run[at + 2]) ? run[at + 2] - '0' : (run[at + 2] | 32) - 'a' + 10));
                at += 2;
            }
            else
            {
                bytes[count++] = (byte)run[at];
            }
        }

        return count;
    }

    private static int Zeros(ReadOnlySpan<byte> bytes, int from)
    {
        var zeros = 0;
        for (var at = from; at < bytes.Length; at += 2) zeros += bytes[at] == 0 ? 1 : 0;
        return zeros;
    }

    private static Span<byte> Narrow(Span<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += 2) bytes[at / 2] = bytes[at];
        return bytes[..((bytes.Length + 1) / 2)];
    }

    private static int LongestText(ReadOnlySpan<byte> bytes)
    {
        var (longest, run) = (0, 0);
        foreach (var one in bytes)
        {
            run = one is >= 0x20 and < 0x7F or (byte)'\n' or (byte)'\r' or (byte)'\t' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
