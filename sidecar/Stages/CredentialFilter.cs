using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// A stream that is only read, and out of which no credential of the sidecar's own comes: at the first one it ends. Bytes at the end of a read that may be the beginning of one wait for the
/// next; nothing else does. Reads into the reader's own memory, and keeps none while nothing waits.
/// </summary>
internal sealed class CredentialFilter(Stream inner, HeldValues held, Action found) : ReadingStream
{
    private byte[]? _kept;
    private int _keptLength;
    private int _cleared;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_cleared == 0)
        {
            if (buffer.Length == 0) return await inner.ReadAsync(buffer, cancellationToken);
            if (buffer.Length <= _keptLength)
            {
                if (!await FillAsync(buffer.Length, cancellationToken)) break;
                continue;
            }

            _kept.AsSpan(0, _keptLength).CopyTo(buffer.Span);
            var count = await inner.ReadAsync(buffer[_keptLength..], cancellationToken);
            var passed = Pass(buffer.Span[..(_keptLength + count)], isLast: count == 0);
            if (passed > 0 || count == 0) return passed;
        }

        return Take(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>How many of the bytes may go on; the others are kept.</summary>
    private int Pass(ReadOnlySpan<byte> bytes, bool isLast)
    {
        Look(bytes);
        var open = isLast ? 0 : held.OpenAtEnd(bytes);
        if (open > 0) bytes[^open..].CopyTo(_kept ??= new byte[2 * HeldValues.Most]);
        _keptLength = open;
        return bytes.Length - open;
    }

    /// <summary>For a reader with less room than what is kept: reads behind it; false at the end.</summary>
    private async ValueTask<bool> FillAsync(int most, CancellationToken cancellationToken)
    {
        var count = await inner.ReadAsync(_kept.AsMemory(_keptLength, Math.Min(most, HeldValues.Most)), cancellationToken);
        _keptLength += count;
        Look(_kept.AsSpan(0, _keptLength));
        _cleared = count == 0 ? _keptLength : _keptLength - held.OpenAtEnd(_kept.AsSpan(0, _keptLength));
        return count > 0;
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _cleared);
        _kept.AsSpan(0, count).CopyTo(buffer);
        _kept.AsSpan(count, _keptLength - count).CopyTo(_kept);
        (_keptLength, _cleared) = (_keptLength - count, _cleared - count);
        return count;
    }

    private void Look(ReadOnlySpan<byte> bytes)
    {
        if (!held.StandIn(bytes)) return;
        found();
        throw new IOException("The stream ends before a credential.");
    }
}
