using System.Threading.Channels;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>The operator's end of one stream, in the hands of a test.</summary>
internal sealed class FakeStream(HttpContext http)
{
    private readonly LineReader _lines = new(http.Request.Body, Protocol.MaxLineBytes);
    private readonly TaskCompletionSource _closed = new();

    public string? Token { get; } = http.Request.Headers.Authorization;

    /// <summary>Ends when the test closes the stream or the sidecar is gone.</summary>
    public Task Closed => _closed.Task;

    public void Close() => _closed.TrySetResult();

    /// <summary>What the sidecar says next; null where it has ended its half.</summary>
    public async Task<Envelope?> ReadAsync()
    {
        using var bounded = new CancellationTokenSource(Eventually.Bound);
        return await _lines.ReadAsync(bounded.Token) is { } line ? BundleJson.ReadLine(line) : null;
    }

    /// <summary>What the sidecar says next that is of this type.</summary>
    public async Task<Envelope> ReadAsync(string type)
    {
        while (await ReadAsync() is { } envelope)
        {
            if (envelope.Type == type) return envelope;
        }

        throw new ChannelClosedException($"the stream ended before a {type}");
    }

    public Task SendAsync(Bundle bundle) => SendAsync(GivenBundle.Line(bundle));

    /// <summary>Sends to a sidecar that may have left already.</summary>
    public async Task TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has left.
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await http.Response.BodyWriter.WriteAsync(bytes);
        await http.Response.BodyWriter.FlushAsync();
    }
}
