using System.Text;

namespace AiGateway.Rig;

/// <summary>Stands for a standard output of a sidecar in this process: keeps what is written, for a test to look at while more is being written. A plain stream in memory shows zeros where a write has begun.</summary>
public sealed class KeptStream : MemoryStream
{
    private readonly Lock _lock = new();

    /// <summary>What was written until now, whole lines alone.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var text = Encoding.UTF8.GetString(ToArray());
            return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    public override byte[] ToArray()
    {
        lock (_lock) return base.ToArray();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_lock) base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
