using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AiGateway.Contracts;

namespace AiGateway.OperatorBench;

/// <summary>One sidecar's end of the stream on a connection of its own: says hello, acknowledges each bundle, and says what it is told to say.</summary>
/// <param name="operatorAddress">Where the operator listens for streams.</param>
/// <param name="token">Of its pod.</param>
/// <param name="epoch">The process that it stands for.</param>
internal sealed class StreamClient(Uri operatorAddress, string token, string epoch) : HttpContent
{
    private readonly Pipe _up = new();
    private readonly SemaphoreSlim _saying = new(1);

    /// <summary>Holds the stream, which an operator that lives does not end: an end is a failure. <paramref name="inForce"/> is called after each bundle.</summary>
    public async Task RunAsync(Action inForce, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(operatorAddress, Protocol.StreamPath))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = this,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await SayAsync(new Envelope { Type = EnvelopeTypes.Hello, Hello = new() { Protocol = Protocol.Version, Version = "0.1.0", Epoch = epoch, Features = Features.All } }, cancellationToken);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var down = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await down.ReadLineAsync(cancellationToken) is { } line)
        {
            if (BundleJson.ReadLine(Encoding.UTF8.GetBytes(line)).Bundle is not { } bundle) continue;
            var held = new InForce { Revision = bundle.Revision, Positions = bundle.Positions, Sources = BundleJson.ReadRules(BundleJson.RawRules(bundle)).Sources };
            await SayAsync(new Envelope { Type = EnvelopeTypes.Ack, Ack = new() { InForce = held } }, cancellationToken);
            inForce();
        }

        throw new InvalidOperationException($"the operator ended the stream of {epoch}");
    }

    /// <summary>Sends one line up, in turn with others.</summary>
    public async Task SayAsync(Envelope line, CancellationToken cancellationToken)
    {
        await _saying.WaitAsync(cancellationToken);
        try
        {
            await _up.Writer.WriteAsync((byte[])[.. BundleJson.WriteLine(line), (byte)'\n'], cancellationToken);
        }
        finally
        {
            _saying.Release();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _up.Reader.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer) await stream.WriteAsync(part, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _up.Reader.AdvanceTo(read.Buffer.End);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
