using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// The filters of one stream, in their order, and where in its bytes events end. The outcome depends on the bytes alone, not on the pieces in
/// which they came.
/// </summary>
internal sealed class EventFilters(FrameSplitter splitter, ImmutableArray<EventFilter> filters)
{
    private FilterVerdict _last;

    /// <summary>Takes the whole events off the front and writes what the filters let pass.</summary>
    public (long Bytes, bool Cut) Pass(Body held, PipeWriter writer)
    {
        var written = 0L;
        while (held.Length > 0 && splitter.TryFindEnd(held.Bytes, out var length, out var isTail))
        {
            var bytes = held.Bytes.Slice(0, length);
            if (!isTail) _last = Judge(ref bytes);
            if (_last == FilterVerdict.Cut) return (written, true);
            if (_last == FilterVerdict.Pass) written += Write(bytes, writer);
            held.Consume(length);
        }

        return (written, false);
    }

    /// <summary>Writes what stands behind the last event when the stream has ended; a reader drops it (WHATWG HTML, 9.2.6), but it is not ours to.</summary>
    public long PassRest(Body held, PipeWriter writer)
    {
        if (held.Length == 0) return 0;
        var bytes = held.Bytes;
        return Judge(ref bytes) == FilterVerdict.Pass ? Write(bytes, writer) : 0;
    }

    private FilterVerdict Judge(ref ReadOnlySequence<byte> bytes)
    {
        foreach (var filter in filters)
        {
            var verdict = filter(ref bytes);
            if (verdict != FilterVerdict.Pass) return verdict;
        }

        return FilterVerdict.Pass;
    }

    private static long Write(in ReadOnlySequence<byte> bytes, PipeWriter writer)
    {
        foreach (var part in bytes) writer.Write(part.Span);
        return bytes.Length;
    }
}
