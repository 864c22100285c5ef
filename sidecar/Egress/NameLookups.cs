using System.Net;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Finds the addresses of names that an agent chooses. The C library keeps a thread for as long as a name's servers are silent, as they may be on purpose, and goes on when nobody waits any more: so each lookup
/// has a thread that does nothing else, and there are so many at once. On those of the pool runs everything else, also what cuts an agent off. A thread waits a while for the next name: beginning one, and
/// the library's reading of its files in it, takes several times as long as a lookup whose answer is near.
/// </summary>
/// <param name="find">A name's addresses; blocks until they are known.</param>
internal sealed class NameLookups(Func<string, IPAddress[]> find)
{
    /// <summary>The most at once; those beyond wait for their turn without a thread.</summary>
    public const int Most = 32;

    /// <summary>How long a thread waits for the next name.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(Most);
    private readonly object _gate = new(); // Monitor waits, which Lock cannot.
    private readonly Queue<(string Name, TaskCompletionSource<IPAddress[]> Found)> _asked = new();
    private int _resting;

    /// <exception cref="System.Net.Sockets.SocketException">The name has no address.</exception>
    /// <exception cref="IOException">There is no thread for it.</exception>
    /// <exception cref="OperationCanceledException">Whoever asked waits no more; a lookup that has begun keeps its place until it ends.</exception>
    public async Task<IPAddress[]> FindAsync(string name, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return await Begin(name).WaitAsync(cancellationToken);
    }

    private Task<IPAddress[]> Begin(string name)
    {
        var found = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_asked.Count >= _resting) BeginThread();
            _asked.Enqueue((name, found));
            Monitor.Pulse(_gate);
        }

        return found.Task;
    }

    private void BeginThread()
    {
        try
        {
            new Thread(Work) { IsBackground = true }.Start();
        }
        catch (Exception failed) when (failed is OutOfMemoryException or ThreadStartException)
        {
            _free.Release();
            throw new IOException("there is no thread to look a name up", failed);
        }
    }

    private void Work()
    {
        for (var next = Next(hasFound: false); next is { } asked; next = Next(hasFound: true))
        {
            try
            {
                asked.Found.TrySetResult(find(asked.Name));
            }
            catch (Exception failed)
            {
                asked.Found.TrySetException(failed);
            }
        }
    }

    /// <summary>Null where none came in time. Every name that was asked for has a thread that rests or begins, and each of these looks here before it ends; so there are never more than places.</summary>
    private (string Name, TaskCompletionSource<IPAddress[]> Found)? Next(bool hasFound)
    {
        lock (_gate)
        {
            if (hasFound) _free.Release();
            if (_asked.Count == 0)
            {
                _resting++;
                Monitor.Wait(_gate, Rest);
                _resting--;
            }

            return _asked.TryDequeue(out var next) ? next : null;
        }
    }
}
