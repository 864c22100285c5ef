namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>Work that goes on beside the calls: only so much at once, each for only so long, and none behind the process's end.</summary>
internal sealed class BoundedWork(int most, TimeSpan longest, TimeProvider clock)
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places = new(most);

    /// <summary>How much is under way.</summary>
    public int Count => most - _places.CurrentCount;

    /// <summary>Begins the work; false where as much as may is under way, or the process ends. The work catches what may go wrong in it.</summary>
    public bool TryRun(Func<CancellationToken, Task> work)
    {
        if (_stopping.IsCancellationRequested || !_places.Wait(0, CancellationToken.None)) return false;
        _ = RunAsync(work);
        return true;
    }

    /// <summary>Stops all of it, and waits until it has; no more begins.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        for (var place = 0; place < most; place++)
        {
            if (!_places.Wait(0, CancellationToken.None)) await _places.WaitAsync(cancellationToken);
        }

        _places.Release(most);
    }

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            using var late = new CancellationTokenSource(longest, clock);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
            await work(ending.Token);
        }
        finally
        {
            _places.Release();
        }
    }
}
