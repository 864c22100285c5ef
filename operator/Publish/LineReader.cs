using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>Reads lines that end in a newline and are no longer than <see cref="Protocol.MaxLineBytes"/>; an empty line is skipped.</summary>
internal sealed class LineReader(PipeReader input)
{
    /// <summary>The next line parsed, or null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public async ValueTask<T?> ReadAsync<T>(Func<ReadOnlySpan<byte>, T> parse, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            if (TryTakeLine(read.Buffer, parse, out var line)) return line;
            if (read.Buffer.Length > Protocol.MaxLineBytes) throw new InvalidDataException("a line is too long");
            if (read.IsCompleted) return null;
        }
    }

    private bool TryTakeLine<T>(ReadOnlySequence<byte> buffer, Func<ReadOnlySpan<byte>, T> parse, out T? line)
        where T : class
    {
        line = null;
        var rest = buffer;
        while (rest.PositionOf((byte)'\n') is { } end)
        {
            var bytes = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            if (bytes.IsEmpty) continue;
            if (bytes.Length > Protocol.MaxLineBytes) throw new InvalidDataException("a line is too long");

            line = parse(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray());
            input.AdvanceTo(rest.Start);
            return true;
        }

        input.AdvanceTo(rest.Start, buffer.End);
        return false;
    }
}
