using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// One way of a tunnel. While nothing comes it waits without a buffer; the buffer grows while it comes back full, and shrinks again. The end of what comes is passed on as such (half-close).
/// </summary>
internal sealed class TunnelDirection(Socket from, Socket to, TunnelBuffers buffers)
{
    /// <summary>After so many pieces without a wait the thread goes back to the others: on the sockets' own thread, one busy tunnel would hold up all.</summary>
    private const int FairShare = 16;

    private long _bytes;

    /// <summary>What was passed on so far, in bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether it stands where it passes on, not where it waits for more: so that a failure is the receiver's.</summary>
    public bool IsSending { get; private set; }

    /// <summary>Runs until the end of what comes; see <see cref="PassEnd"/>.</summary>
    /// <exception cref="SocketException">Either socket failed.</exception>
    /// <exception cref="ObjectDisposedException">Either socket was closed from elsewhere.</exception>
    public async Task PumpAsync()
    {
        byte[]? buffer = null;
        try
        {
            for (int pieces = 0, size = TunnelBuffers.Smallest; ; pieces++)
            {
                var ready = from.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
                if (!ready.IsCompleted)
                {
                    GiveBack(ref buffer);
                    pieces = 0;
                }

                await ready;
                if (pieces == FairShare)
                {
                    await Task.Yield();
                    pieces = 0;
                }

                buffer ??= buffers.Rent(size);
                var count = await from.ReceiveAsync(buffer, SocketFlags.None);
                if (count == 0) break;
                await SendAsync(buffer.AsMemory(0, count));
                if (NextSize(buffer.Length, count) is var next && next != buffer.Length) GiveBack(ref buffer);
                size = next;
            }
        }
        finally
        {
            GiveBack(ref buffer);
        }
    }

    /// <summary>Passes the end on. Who is told may answer at once, so whatever is to be known of the end is written down before.</summary>
    public void PassEnd() => to.Shutdown(SocketShutdown.Send);

    /// <summary>Passes on what was read elsewhere.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        IsSending = true;
        await to.SendAsync(bytes, SocketFlags.None); // Of a stream socket it ends when all bytes are the kernel's.
        IsSending = false;
        _bytes += bytes.Length;
    }

    private static int NextSize(int size, int count)
    {
        if (count == size) return Math.Min(size * 2, TunnelBuffers.Largest);
        return count < size / 4 ? Math.Max(size / 2, TunnelBuffers.Smallest) : size;
    }

    private void GiveBack(ref byte[]? buffer)
    {
        if (buffer is null) return;
        buffers.Return(buffer);
        buffer = null;
    }
}
