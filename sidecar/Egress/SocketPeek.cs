using System.Buffers;
using System.Net.Sockets;
using AiGateway.Sidecar.Egress.Peek;

namespace AiGateway.Sidecar.Egress;

/// <summary>What an agent says first, read from its socket until it is known what it is, or no more comes in time.</summary>
internal sealed class SocketPeek : IDisposable
{
    private const int Piece = 4 * 1024;

    private byte[] _buffer = [];
    private int _count;

    /// <summary>All that was read; valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Read => _buffer.AsMemory(0, _count);

    /// <summary>Reads what the agent says, without a buffer while it says nothing.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="patience">Ends the wait; what is there then is all there is, as it is when the agent leaves.</param>
    public async Task<PeekResult> ReadAsync(Socket agent, CancellationToken patience)
    {
        try
        {
            await agent.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, patience);
            while (true)
            {
                if (_count == _buffer.Length) Grow();
                var count = await agent.ReceiveAsync(_buffer.AsMemory(_count), SocketFlags.None, patience);
                _count += count;
                var result = FirstBytes.Read(_buffer.AsSpan(0, _count));
                if (result.Kind != PeekKind.NeedMore) return result;
                if (count == 0 || _count >= FirstBytes.Most) return new(PeekKind.Unknown);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            return new(PeekKind.Unknown);
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _count) = ([], 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Piece, 2 * _count));
        Read.CopyTo(larger);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
