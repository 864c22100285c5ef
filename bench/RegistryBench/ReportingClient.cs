using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AiGateway.Contracts;

namespace AiGateway.RegistryBench;

/// <summary>One sidecar's end of the stream: says hello, acknowledges bundles, and reports each period that its agent called again.</summary>
internal sealed class ReportingClient(Uri operatorAddress, int agent, string podUid) : HttpContent
{
    private readonly Pipe _up = new();
    private readonly SemaphoreSlim _saying = new(1);
    private int _calls;

    private string Epoch => $"{agent:x16}";

    /// <summary>Runs until the stream ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(operatorAddress, Protocol.StreamPath))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = this,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"{agent}/{podUid}");
        await SayAsync(new Envelope { Type = EnvelopeTypes.Hello, Hello = new() { Protocol = Protocol.Version, Version = "0.1.0", Epoch = Epoch, Features = Features.All } }, cancellationToken);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var down = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await down.ReadLineAsync(cancellationToken) is { } line)
        {
            if (BundleJson.ReadLine(Encoding.UTF8.GetBytes(line)).Bundle is not { } bundle) continue;
            var inForce = new InForce { Revision = bundle.Revision, Positions = bundle.Positions, Sources = BundleJson.ReadRules(BundleJson.RawRules(bundle)).Sources };
            await SayAsync(new Envelope { Type = EnvelopeTypes.Ack, Ack = new() { InForce = inForce } }, cancellationToken);
        }
    }

    /// <summary>Says that one more call was made of each thing.</summary>
    public async Task CallAsync(CancellationToken cancellationToken)
    {
        _calls++;
        await SayAsync(new Envelope
        {
            Type = EnvelopeTypes.Report,
            Report = new() { Epoch = Epoch, Sequence = _calls, Calls = _calls * RegistrySize.Things, InputTokens = _calls * 1000, OutputTokens = _calls * 100, CostNanos = _calls * 1234L },
        }, cancellationToken);
        await SayAsync(new Envelope { Type = EnvelopeTypes.Used, Used = new() { Epoch = Epoch, Sequence = _calls, Things = Things() } }, cancellationToken);
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

    private ImmutableArray<UsedThing> Things() =>
    [
        .. Enumerable.Range(0, RegistrySize.Things).Select(index => new UsedThing
        {
            Kind = index % 2 == 0 ? UsedKind.Model : UsedKind.Tool, Name = index % 2 == 0 ? $"vendor/model-{index}" : $"server-{index}/tool-with-a-name-{index}", Used = _calls, At = DateTimeOffset.UtcNow,
        }),
    ];

    private async Task SayAsync(Envelope line, CancellationToken cancellationToken)
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
}
