using System.Net.Security;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>TLS whose first bytes were waited for, and are given to whoever reads first.</summary>
internal sealed class FirstWordStream(Stream wire) : SslStream(wire, leaveInnerStreamOpen: false)
{
    /// <summary>The head of most requests.</summary>
    private const int Most = 1024;

    private readonly byte[] _word = new byte[Most];
    private Task<int>? _listening;
    private int _given;

    /// <summary>Completes with the first bytes; 0 where the client ends without a word. Asked for once, after the handshake and before any read.</summary>
    public Task<int> ListenAsync() => _listening ??= base.ReadAsync(_word.AsMemory(), CancellationToken.None).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _listening is null ? base.ReadAsync(buffer, cancellationToken) : GiveAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Nobody here reads so.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> GiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var heard = await _listening!.WaitAsync(cancellationToken);
        var given = Math.Min(buffer.Length, heard - _given);
        _word.AsMemory(_given, given).CopyTo(buffer);
        _given += given;
        if (_given == heard) _listening = null;
        return given > 0 || buffer.IsEmpty ? given : await base.ReadAsync(buffer, cancellationToken);
    }
}
