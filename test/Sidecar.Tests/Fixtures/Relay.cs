using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A wire between two ports that can be cut without a word: what is sent then goes nowhere, and nobody is told.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _accepting;
    private volatile bool _cut;

    public Relay(int target)
    {
        _listener.Start();
        _accepting = AcceptAsync(target);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut() => _cut = true;

    public void Dispose()
    {
        _closed.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync(int target)
    {
        while (!_closed.IsCancellationRequested)
        {
            var near = await _listener.AcceptSocketAsync(_closed.Token);
            var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await far.ConnectAsync(IPAddress.Loopback, target, _closed.Token);
            _ = CopyAsync(near, far);
            _ = CopyAsync(far, near);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, _closed.Token) is > 0 and var read)
        {
            if (!_cut) await to.SendAsync(buffer.AsMemory(0, read), _closed.Token);
        }

        if (!_cut) to.Shutdown(SocketShutdown.Send);
    }
}
