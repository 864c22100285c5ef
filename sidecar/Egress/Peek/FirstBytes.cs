using System.Buffers;

namespace AiGateway.Sidecar.Egress.Peek;

/// <summary>
/// Looks at what a client says first, without taking it: TLS, HTTP or neither, and under TLS the name that it asks for. Pure and bounded: call it with all that came so far, until it
/// no longer needs more. What it said once it says of any longer beginning too.
/// </summary>
internal static class FirstBytes
{
    /// <summary>The most that is looked at: a ClientHello of 16 KiB and what frames it. What is undecided there is malformed or unknown, and not waited for.</summary>
    public const int Most = 17 * 1024;

    public static PeekResult Read(ReadOnlySpan<byte> begin)
    {
        if (begin.IsEmpty) return new(PeekKind.NeedMore);
        var looked = begin[..Math.Min(begin.Length, Most)];
        if (TlsRecords.MayBegin(looked)) return looked.Length < TlsRecords.Begin ? new(PeekKind.NeedMore) : TlsRecords.Read(looked, isAll: looked.Length == Most);
        return new(HttpBegin.Read(looked));
    }

    /// <summary>The same for bytes in several pieces.</summary>
    public static PeekResult Read(in ReadOnlySequence<byte> begin)
    {
        if (begin.IsSingleSegment) return Read(begin.FirstSpan);
        var length = (int)Math.Min(begin.Length, Most);
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            begin.Slice(0, length).CopyTo(whole);
            return Read(whole.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
