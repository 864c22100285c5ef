using System.Text;
using System.Text.Json;
using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Stands for stdout: keeps the audit lines, and lets a test wait for them.</summary>
internal sealed class RecordStream : MemoryStream
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        lock (_lock)
        {
            _lines.AddRange(Encoding.UTF8.GetString(buffer.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            _arrived.TrySetResult();
            _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The lines, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(int count)
    {
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                if (_lines.Count >= count) return [.. _lines];
                arrived = _arrived.Task;
            }

            await arrived.WithinBoundAsync();
        }
    }

    /// <summary>The only record there must be.</summary>
    public async Task<JsonElement> SingleAsync() => JsonDocument.Parse(Assert.Single(await LinesAsync(1))).RootElement;
}
