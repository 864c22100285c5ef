namespace AiGateway.Sidecar.Hosting;

/// <summary>The operational log: JSON lines on stderr, because stdout belongs to the audit. The least that serves.</summary>
internal sealed class StderrLog(Stream stderr, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => new StderrLogger(this, categoryName);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>One line, whole.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            stderr.Write(line);
            stderr.Flush();
        }
    }

    public void Dispose() => stderr.Dispose();
}
