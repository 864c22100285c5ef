using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using AiGateway.Contracts;

namespace AiGateway.FleetBench;

/// <summary>One sidecar's end of the stream on a connection of its own: says hello, reads bundles, acknowledges each.</summary>
internal sealed class FleetClient(Uri operatorAddress, int number) : HttpContent
{
    private readonly Pipe _up = new();

    /// <summary>Runs until the operator ends the stream; <paramref name="inForce"/> is called after the first bundle.</summary>
    public async Task RunAsync(Action inForce, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(operatorAddress, Protocol.StreamPath))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = this,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FleetSize.TokenOf(number));
        await SayAsync(new Envelope { Type = EnvelopeTypes.Hello, Hello = Hello() }, cancellationToken);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var down = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await down.ReadLineAsync(cancellationToken) is { } line)
        {
            if (BundleJson.ReadLine(System.Text.Encoding.UTF8.GetBytes(line)).Bundle is not { } bundle) continue;
            await SayAsync(new Envelope { Type = EnvelopeTypes.Ack, Ack = new Ack { InForce = InForce(bundle) } }, cancellationToken);
            inForce();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

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

    private Hello Hello() => new() { Protocol = Protocol.Version, Version = "0.1.0", Epoch = $"epoch-{number}", Features = Features.All };

    private static InForce InForce(Bundle bundle) => new()
    {
        Revision = bundle.Revision, Positions = bundle.Positions, Sources = BundleJson.ReadRules(BundleJson.RawRules(bundle)).Sources,
    };

    private async Task SayAsync(Envelope line, CancellationToken cancellationToken) =>
        await _up.Writer.WriteAsync((byte[])[.. BundleJson.WriteLine(line), (byte)'\n'], cancellationToken);
}
