using System.Net;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Finds the addresses of names that an agent chooses. The C library keeps a thread for as long as a name's servers are silent, as they may be on purpose, and goes on when nobody waits any more: so each lookup
/// has a thread of its own, and there are so many at once. On those of the pool runs everything else, also what cuts an agent off.
/// </summary>
/// <param name="find">A name's addresses; blocks until they are known.</param>
internal sealed class NameLookups(Func<string, IPAddress[]> find)
{
    /// <summary>The most at once; those beyond wait for their turn without a thread.</summary>
    public const int Most = 32;

    private readonly SemaphoreSlim _free = new(Most);

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
        try
        {
            return Task.Factory.StartNew(Find, name, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (TaskSchedulerException failed)
        {
            _free.Release();
            throw new IOException("there is no thread to look a name up", failed);
        }
    }

    private IPAddress[] Find(object? name)
    {
        try
        {
            return find((string)name!);
        }
        finally
        {
            _free.Release();
        }
    }
}
