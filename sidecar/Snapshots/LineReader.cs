using System.Buffers;
using System.IO.Pipelines;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Lines from a stream, each bounded; empty ones are skipped. What stands after the last newline when the stream ends is no line.</summary>
internal sealed class LineReader(Stream stream, int maxBytes)
{
    private readonly PipeReader _reader = PipeReader.Create(stream);
    private long _searched;

    /// <summary>The next line without its newline, or null at the end.</summary>
    /// <exception cref="InvalidDataException">The line is longer than allowed.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            if (TryTake(read.Buffer, out var line))
            {
                if (line.Length > 0) return line;
            }
            else if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private bool TryTake(ReadOnlySequence<byte> buffer, out byte[] line)
    {
        line = [];
        var end = buffer.Slice(_searched).PositionOf((byte)'\n');
        var length = end is { } found ? buffer.Slice(0, found).Length : buffer.Length;
        if (length > maxBytes) throw new InvalidDataException($"a line is longer than {maxBytes} bytes");

        if (end is not { } newline)
        {
            _searched = buffer.Length;
            _reader.AdvanceTo(buffer.Start, buffer.End);
            return false;
        }

        line = buffer.Slice(0, newline).ToArray();
        _searched = 0;
        _reader.AdvanceTo(buffer.GetPosition(1, newline));
        return true;
    }
}
