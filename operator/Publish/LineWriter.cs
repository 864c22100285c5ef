using System.IO.Pipelines;

namespace AiGateway.Operator.Publish;

/// <summary>
/// Writes lines in slices, so that a slow reader holds a slice and not a bundle, and gives up when a reader takes nothing for
/// <see cref="Patience"/>.
/// </summary>
internal sealed class LineWriter(PipeWriter output, TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int SliceBytes = 32 * 1024;
    private static readonly byte[] Newline = "\n"u8.ToArray();

    /// <summary>Writes the parts one after the other, a newline, and flushes.</summary>
    /// <exception cref="TimeoutException">The reader took nothing for too long.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte>[] parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            for (var rest = part; !rest.IsEmpty;)
            {
                var slice = rest[..Math.Min(SliceBytes, rest.Length)];
                rest = rest[slice.Length..];
                await output.WriteAsync(slice, cancellationToken).AsTask().WaitAsync(Patience, time, cancellationToken);
            }
        }

        await output.WriteAsync(Newline, cancellationToken).AsTask().WaitAsync(Patience, time, cancellationToken);
    }
}
