using System.Buffers;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds what another maker's signature looks like in a request that would pass as it is: it came with an answer that was translated, and a provider of this dialect refuses it.
/// Looks for the mark that such signatures begin with, as a text and in base64; where it is met by chance, the request is only looked at more closely.
/// </summary>
internal static class ForeignSeals
{
    private const int Length = 6;

    private static ReadOnlySpan<byte> Mark => "aigw1."u8;

    /// <summary>What the mark's letters, and those of sealed reasoning, begin with in base64.</summary>
    private static ReadOnlySpan<byte> Encoded => "YWlndz"u8;

    public static bool AreIn(in ReadOnlySequence<byte> body)
    {
        Span<byte> seam = stackalloc byte[2 * (Length - 1)];
        var kept = 0;
        foreach (var part in body)
        {
            var span = part.Span;
            var head = span[..Math.Min(Length - 1, span.Length)];
            head.CopyTo(seam[kept..]);
            if (Holds(seam[..(kept + head.Length)]) || Holds(span)) return true;
            kept = KeepTail(seam, kept + head.Length, span);
        }

        return false;
    }

    private static bool Holds(ReadOnlySpan<byte> bytes) => bytes.IndexOf(Mark) >= 0 || bytes.IndexOf(Encoded) >= 0;

    /// <summary>The last bytes before the next part go to the seam's front; a part may be shorter than the mark.</summary>
    private static int KeepTail(Span<byte> seam, int filled, ReadOnlySpan<byte> span)
    {
        var tail = span.Length >= Length - 1 ? span[^(Length - 1)..] : seam[Math.Max(0, filled - Length + 1)..filled];
        tail.CopyTo(seam);
        return tail.Length;
    }
}
