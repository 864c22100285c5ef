using System.Net;
using System.Net.Sockets;

namespace AiGateway.Budget.Tests.Fleet;

/// <summary>A port that leads to whichever replica of the operator answers, until it is closed: then what hangs on it is cut without a word.</summary>
internal sealed class OperatorDoor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Func<Task<TcpClient?>> _connect;

    public OperatorDoor(Func<Task<TcpClient?>> connect)
    {
        _connect = connect;
        _listener.Start();
        _ = ServeAsync(_closed.Token);
    }

    public Uri Address => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose()
    {
        _closed.Cancel();
        _listener.Dispose();
    }

    private async Task ServeAsync(CancellationToken closed)
    {
        try
        {
            while (true) _ = LeadAsync(await _listener.AcceptTcpClientAsync(closed), closed);
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody comes any more.
        }
    }

    /// <summary>Both ends close together.</summary>
    private async Task LeadAsync(TcpClient caller, CancellationToken closed)
    {
        using (caller)
        {
            using var replica = await _connect();
            if (replica is null) return;
            var (up, down) = (caller.GetStream(), replica.GetStream());
            await (await Task.WhenAny(up.CopyToAsync(down, closed), down.CopyToAsync(up, closed))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
