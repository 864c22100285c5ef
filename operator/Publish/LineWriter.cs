using System.Buffers;
using System.IO.Pipelines;

namespace AiGateway.Operator.Publish;

/// <summary>
/// Writes lines in slices, so that a slow reader holds a slice and not a bundle, and gives up when a reader takes nothing for
/// <see cref="Patience"/>. What fits into a slice goes out at once: each flush is a frame, a record and a call of the kernel, here and at the reader.
/// </summary>
internal sealed class LineWriter(PipeWriter output, TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The most that is written before it is flushed.</summary>
    public const int SliceBytes = 32 * 1024;

    /// <summary>Writes the parts one after the other, a newline, and flushes.</summary>
    /// <exception cref="TimeoutException">The reader took nothing for too long.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte>[] parts, CancellationToken cancellationToken)
    {
        var held = 0;
        foreach (var part in parts)
        {
            for (var rest = part; !rest.IsEmpty;)
            {
                var slice = rest[..Math.Min(SliceBytes - held, rest.Length)];
                output.Write(slice.Span);
                (rest, held) = (rest[slice.Length..], held + slice.Length);
                if (held < SliceBytes) continue;
                await FlushAsync(cancellationToken);
                held = 0;
            }
        }

        output.Write("\n"u8);
        await FlushAsync(cancellationToken);
    }

    private Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken).AsTask().WaitAsync(Patience, time, cancellationToken);
}
