using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Stages.Approvals;

/// <summary>
/// What an approval is bound to: the arguments' canonical form, in which numbers are doubles (RFC 8785). A tool server may read them as more than that: two ids of eighteen digits can be one double. Numbers that no double is sure
/// to hold are bound as they are written too, in their order, so that a human's word for one is none for the other.
/// </summary>
internal static class ApprovalBinding
{
    /// <summary>Every decimal number of so many digits has a double of its own (IEEE 754 binary64, DBL_DIG).</summary>
    private const int SureDigits = 15;

    /// <summary>Below, doubles hold fewer digits, and then none.</summary>
    private const double Small = 1e-300;

    /// <summary>In lower-case hexadecimal; null where the arguments have no canonical form.</summary>
    public static string? HashOf(in ReadOnlySequence<byte> arguments)
    {
        if (CanonicalJson.HashOf(arguments) is not { } hash) return null;
        using var longs = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var json = new Utf8JsonReader(arguments, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        var any = false;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.Number || IsSure(in json)) continue;
            any = true;
            foreach (var part in json.HasValueSequence ? json.ValueSequence : new ReadOnlySequence<byte>(json.ValueSpan.ToArray())) longs.AppendData(part.Span);
            longs.AppendData("\n"u8);
        }

        if (!any) return hash;
        longs.AppendData(Encoding.ASCII.GetBytes(hash));
        return Convert.ToHexStringLower(longs.GetHashAndReset());
    }

    private static bool IsSure(ref readonly Utf8JsonReader json)
    {
        var text = json.HasValueSequence ? json.ValueSequence.ToArray() : json.ValueSpan;
        var end = text.IndexOfAny((byte)'e', (byte)'E');
        var digits = (end < 0 ? text : text[..end]).TrimStart("-0."u8);
        return digits.Length - digits.Count((byte)'.') <= SureDigits && json.TryGetDouble(out var number) && (digits.IsEmpty || Math.Abs(number) > Small);
    }
}
