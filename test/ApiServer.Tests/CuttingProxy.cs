using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.ApiServer.Tests;

/// <summary>A TCP proxy on loopback that cuts its connections, lets them hang, or refuses new ones, when a test says so.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<int, Link> links = new();
    private readonly int target;
    private readonly Task accepting;
    private int count;

    public CuttingProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections accepted so far.</summary>
    public int Accepted => Volatile.Read(ref count);

    /// <summary>New connections are closed at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>Resets every open connection; says how many there were.</summary>
    public int Cut()
    {
        var open = links.Keys.ToList();
        foreach (var id in open)
        {
            if (links.TryRemove(id, out var link)) link.Reset();
        }
        return open.Count;
    }

    /// <summary>The connections that are open now stay open and carry nothing any more.</summary>
    public void Hang()
    {
        foreach (var link in links.Values) link.Hangs = true;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
        Cut();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                var id = Interlocked.Increment(ref count);
                if (Refuses) client.Dispose();
                else links[id] = Link.Open(client, target, () => links.TryRemove(id, out _));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private sealed class Link(TcpClient near, TcpClient far)
    {
        public volatile bool Hangs;

        public static Link Open(TcpClient near, int target, Action ended)
        {
            var link = new Link(near, new TcpClient());
            _ = link.CarryAsync(target, ended);
            return link;
        }

        public void Reset()
        {
            foreach (var side in new[] { near, far })
            {
                if (side.Client is not { } socket) continue;
                socket.LingerState = new LingerOption(true, 0);
                side.Dispose();
            }
        }

        private async Task CarryAsync(int target, Action ended)
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, target);
                await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // One side has gone; the other follows.
            }
            ended();
            near.Dispose();
            far.Dispose();
        }

        private async Task CopyAsync(NetworkStream from, NetworkStream to)
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReadAsync(buffer) is var read && read > 0)
            {
                if (!Hangs) await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }
}
