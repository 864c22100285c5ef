using System.Net;
using System.Threading.Channels;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>The sidecar's half of the stream: a request body that goes on until it is closed, each line sent as soon as it is there.</summary>
internal sealed class Uplink : HttpContent
{
    /// <summary>An operator that reads nothing for this many lines is as good as gone.</summary>
    private const int MostWaiting = 256;

    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <summary>Lines that the operator has not taken yet.</summary>
    public int Waiting => _lines.Reader.Count;

    /// <exception cref="IOException">The operator does not read.</exception>
    public void Send(Envelope envelope)
    {
        if (!TrySend(envelope)) throw new IOException("the operator does not read");
    }

    public bool TrySend(Envelope envelope) => _lines.Writer.TryWrite([.. BundleJson.WriteLine(envelope), (byte)'\n']);

    /// <summary>Ends the request after what was sent.</summary>
    public void Close() => _lines.Writer.TryComplete();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken))
        {
            await stream.WriteAsync(line, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        Close();
        base.Dispose(disposing);
    }
}
