using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>The translation of one stream: whole frames in, deltas between, frames out. Keeps what it wrote until it is flushed.</summary>
internal sealed class Retelling(FrameSplitter splitter, DeltaReader reader, DeltaWriter writer) : IDisposable
{
    private readonly List<Delta> _deltas = new(8);
    private readonly PooledBytes _written = new();
    private Usage _usage;
    private long _texts;
    private long _textBytes;
    private long _toldAt;
    private bool _hasBegun;

    public string ContentType => writer.ContentType;

    /// <summary>The provider's error, where it told one; it is told to the agent only if the stream had begun.</summary>
    public ProviderError? Error { get; private set; }

    /// <summary>Whether nothing follows.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether the answer came to its end.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>As the provider told it, and an estimate of what passed after that; or an estimate of all that passed for a request of so many bytes.</summary>
    public Usage UsageOf(long requestBytes) => _usage.Source == UsageSource.None ? new UsageTap(requestBytes, withholdUsageChunk: false).Usage with { Output = _texts }
        : _usage.Output == 0 && _textBytes > TextScanner.Few ? UsageTap.Correct(_usage, requestBytes, Math.Max(_texts, _textBytes / 4))
        : _texts - _toldAt <= UsageTap.Farewell ? _usage
        : _usage with { Output = _usage.Output + _texts - _toldAt, Source = UsageSource.Estimated };

    /// <summary>Tokens of output so far: told, or a text each.</summary>
    public long OutputSoFar => Math.Max(_usage.Output, _texts);

    /// <summary>Takes the whole frames off the front; true where there is something to tell.</summary>
    public bool Take(Body held)
    {
        while (!IsOver && Error is null && held.Length > 0 && splitter.TryFindEnd(held.Bytes, out var length, out var isTail))
        {
            if (!isTail) Take(held.Bytes.Slice(0, length));
            held.Consume(length);
        }

        return _written.Length > 0;
    }

    /// <summary>The provider's bytes have ended, with or without an empty line behind the last event.</summary>
    public bool Finish(Body held)
    {
        if (held.Length > 0 && splitter is EventSplitter) Take(held.Bytes);
        if (!IsOver && Error is null)
        {
            IsOver = true;
            IsWhole = reader.Finish(_deltas);
            if (IsWhole) Tell();
        }

        return _written.Length > 0;
    }

    /// <summary>Moves what was written on its way, past its guard; false where that denies it.</summary>
    public bool Flush(PipeWriter output, GuardedFrames? guarded, out long count)
    {
        count = _written.Length;
        var passes = true;
        if (guarded is not null) passes = guarded.Pass(_written.Written, output, out count);
        else if (count > 0) output.Write(_written.Written.Span);
        _written.Clear();
        return passes;
    }

    public void Dispose() => _written.Dispose();

    private void Take(in ReadOnlySequence<byte> bytes)
    {
        JsonDocument? data = null;
        try
        {
            if (FrameReader.Read(bytes, splitter, out data) is not { } frame) return;
            reader.Read(frame, _deltas);
            Tell();
        }
        finally
        {
            data?.Dispose();
        }
    }

    private void Tell()
    {
        foreach (var delta in _deltas)
        {
            if (delta.Kind == DeltaKind.Fault)
            {
                Error = delta.Error;
                if (!_hasBegun) break;
            }

            if (delta.Usage.Source != UsageSource.None) (_usage, _toldAt) = (delta.Usage, _texts);
            if (delta.Kind is DeltaKind.Text or DeltaKind.Arguments) (_texts, _textBytes) = (_texts + 1, _textBytes + delta.Text.Length);
            writer.Write(delta, _written);
            _hasBegun |= _written.Length > 0;
            if (delta.Kind != DeltaKind.End) continue;
            (IsOver, IsWhole) = (true, true);
            break;
        }

        _deltas.Clear();
    }
}
