using System.Net.Sockets;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Bytes between an agent and the outside, unread. A side that ends is told to the other and the rest still comes; a side that fails is a reset for both. No bound on how long it is idle:
/// a stream that rests for hours is a stream, and a peer that is gone is found by the kernel's probes.
/// </summary>
internal sealed class Tunnel(Socket agent, Socket upstream, TunnelBuffers buffers)
{
    private readonly TunnelDirection _up = new(agent, upstream, buffers);
    private readonly TunnelDirection _down = new(upstream, agent, buffers);
    private int _end;

    /// <summary>From the agent, in bytes.</summary>
    public long BytesUp => _up.Bytes;

    /// <summary>To the agent, in bytes.</summary>
    public long BytesDown => _down.Bytes;

    /// <summary>Passes on what the agent has sent already, before the tunnel runs.</summary>
    public async Task SendFirstAsync(ReadOnlyMemory<byte> first)
    {
        try
        {
            await _up.SendAsync(first);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            Ended(EgressEnd.ServerClosed);
            ResetBoth();
        }
    }

    /// <summary>Moves bytes until both sides have ended, and closes both sockets.</summary>
    public async Task<EgressEnd> RunAsync()
    {
        Sockets.TryKeepAlive(agent);
        Sockets.TryKeepAlive(upstream);
        var up = PumpAsync(_up, EgressEnd.AgentClosed, EgressEnd.ServerClosed);
        var down = PumpAsync(_down, EgressEnd.ServerClosed, EgressEnd.AgentClosed);
        await up;
        await down;
        agent.Dispose();
        upstream.Dispose();
        return (EgressEnd)Volatile.Read(ref _end);
    }

    /// <summary>Ends it now, with a reset for both sides; from any thread, as often as one likes.</summary>
    public void Cut()
    {
        Ended(EgressEnd.Cut);
        ResetBoth();
    }

    private async Task PumpAsync(TunnelDirection direction, EgressEnd from, EgressEnd to)
    {
        try
        {
            await direction.PumpAsync();
            Ended(from);
            direction.PassEnd();
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            Ended(direction.IsSending ? to : from);
            ResetBoth();
        }
    }

    /// <summary>Who ended first is who ended it.</summary>
    private void Ended(EgressEnd end) => Interlocked.CompareExchange(ref _end, (int)end, (int)EgressEnd.NotOpened);

    private void ResetBoth()
    {
        Sockets.Reset(agent);
        Sockets.Reset(upstream);
    }
}
