using System.Net.Sockets;
using AiGateway.Sidecar.Calls;
using Microsoft.AspNetCore.Connections;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Bytes between an agent that Kestrel accepted and the outside. The agent's end is told to the other and the rest still comes; the other's end closes the connection when its bytes have
/// gone, since Kestrel's connections end both ways at once.
/// </summary>
internal sealed class PipeTunnel(ConnectionContext agent, Socket upstream)
{
    private const int Piece = 16 * 1024;

    private long _up;
    private long _down;
    private int _end;

    /// <summary>From the agent, in bytes.</summary>
    public long BytesUp => Volatile.Read(ref _up);

    /// <summary>To the agent, in bytes.</summary>
    public long BytesDown => Volatile.Read(ref _down);

    /// <summary>Moves bytes until both sides have ended, and closes what leads outside; Kestrel closes the rest.</summary>
    /// <param name="begin">What the agent says first, taken out of its pipe; null cuts the tunnel.</param>
    public async Task<EgressEnd> RunAsync(Func<Task<byte[]?>> begin)
    {
        Sockets.TryKeepAlive(upstream);
        var up = GuardAsync(() => PumpUpAsync(begin), EgressEnd.AgentClosed);
        var down = GuardAsync(PumpDownAsync, EgressEnd.ServerClosed);
        await up;
        await down;
        upstream.Dispose();
        return (EgressEnd)Volatile.Read(ref _end);
    }

    /// <summary>Ends it now, with a reset for both sides; from any thread, as often as one likes.</summary>
    public void Cut()
    {
        Ended(EgressEnd.Cut);
        ResetBoth();
    }

    private async Task PumpUpAsync(Func<Task<byte[]?>> begin)
    {
        if (await begin() is not { } first)
        {
            Cut();
            return;
        }

        await SendUpAsync(first);

        var input = agent.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync();
            foreach (var segment in read.Buffer) await SendUpAsync(segment);
            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled) break;
        }

        Ended(EgressEnd.AgentClosed); // Before the other side is told, which may end at once.
        upstream.Shutdown(SocketShutdown.Send);
    }

    private async ValueTask SendUpAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        await upstream.SendAsync(bytes, SocketFlags.None);
        _up += bytes.Length;
    }

    private async Task PumpDownAsync()
    {
        var output = agent.Transport.Output;
        while (true)
        {
            await upstream.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
            var count = await upstream.ReceiveAsync(output.GetMemory(Piece), SocketFlags.None);
            if (count == 0) break;
            output.Advance(count);
            _down += count;
            if ((await output.FlushAsync()).IsCompleted) break;
        }

        await output.CompleteAsync();
    }

    private async Task GuardAsync(Func<Task> pump, EgressEnd end)
    {
        try
        {
            await pump();
            Ended(end);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            Ended(end);
            ResetBoth();
        }
    }

    /// <summary>Who ended first is who ended it.</summary>
    private void Ended(EgressEnd end) => Interlocked.CompareExchange(ref _end, (int)end, (int)EgressEnd.NotOpened);

    private void ResetBoth()
    {
        Sockets.Reset(upstream);
        agent.Abort(new("The tunnel has ended."));
    }
}
