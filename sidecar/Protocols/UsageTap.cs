using System.Buffers;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// The first filter of every answer: reads the usage out of what passes. In a stream it withholds the chunk that holds usage alone, where the agent did not ask for it.
/// Where the provider never tells, it estimates, and says that it did.
/// </summary>
internal sealed class UsageTap(long requestBytes, bool withholdUsageChunk)
{
    /// <summary>A usual ratio of bytes to tokens; good for nothing but an estimate that is marked as one.</summary>
    private const int BytesPerToken = 4;

    private readonly UsageScanner _scanner = new();
    private Usage? _reported;
    private long _events;
    private long _bytes;

    /// <summary>The usage, as far as it is known now.</summary>
    public Usage Usage => _reported ?? _scanner.Found
        ?? new Usage(requestBytes / BytesPerToken, _events + (_bytes / BytesPerToken), UsageSource.Estimated);

    /// <summary>Sees the next bytes of an answer that is one JSON object.</summary>
    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        _bytes += bytes.Length;
        _scanner.Scan(bytes);
    }

    /// <summary>Sees an event of a stream.</summary>
    public FilterVerdict OnEvent(ref ReadOnlySequence<byte> bytes)
    {
        _scanner.Reset();
        var lines = new SequenceReader<byte>(bytes);
        var hasData = false;
        while (TryReadLine(ref lines, out var line))
        {
            var data = new SequenceReader<byte>(line);
            if (!data.IsNext("data:"u8, advancePast: true)) continue;
            hasData = true;
            foreach (var part in data.UnreadSequence) _scanner.Scan(part.Span);
        }

        if (hasData) _events++;
        if (_scanner.Found is not { } usage) return FilterVerdict.Pass;
        _reported = usage;
        return withholdUsageChunk && _scanner.ChoicesEmpty ? FilterVerdict.Hold : FilterVerdict.Pass;
    }

    private static bool TryReadLine(ref SequenceReader<byte> lines, out ReadOnlySequence<byte> line)
    {
        if (lines.TryReadToAny(out line, "\r\n"u8)) return true;
        line = lines.UnreadSequence;
        lines.AdvanceToEnd();
        return !line.IsEmpty;
    }
}
