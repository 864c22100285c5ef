using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Batches;

/// <summary>
/// Which files were judged line by line when they were uploaded, and what they ask for: nothing else may be started as a batch. Bounded; what is forgotten is uploaded again.
/// </summary>
internal sealed class CheckedFiles
{
    private const int Max = 4096;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Account, string File), ImmutableArray<Ask>> _files = [];
    private readonly Queue<(string Account, string File)> _order = new();

    public void Add(string account, string file, ImmutableArray<Ask> asks)
    {
        lock (_lock)
        {
            if (!_files.TryAdd((account, file), asks)) return;
            _order.Enqueue((account, file));
            if (_order.Count > Max) _files.Remove(_order.Dequeue());
        }
    }

    public bool TryFind(string account, string file, [NotNullWhen(true)] out ImmutableArray<Ask>? asks)
    {
        lock (_lock)
        {
            asks = _files.TryGetValue((account, file), out var found) ? found : null;
            return asks is not null;
        }
    }
}
