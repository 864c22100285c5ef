using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using AiGateway.Contracts;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Publish;

/// <summary>A sidecar's end of the stream, as small as it gets: says what a test says and reads when a test reads.</summary>
internal sealed class SidecarClient : HttpContent
{
    private readonly HttpClient _http;
    private readonly Pipe _up = new();
    private readonly Uri _address;
    private readonly string _token;
    private HttpResponseMessage? _response;
    private StreamReader? _down;

    public SidecarClient(Uri address, string token)
    {
        _address = address;
        _token = token;
        _http = new HttpClient(new SocketsHttpHandler
        {
            InitialHttp2StreamWindowSize = 65_535,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        });
    }

    public string Epoch { get; init; } = "epoch";

    public string[] Has { get; init; } = [.. Features.All];

    /// <summary>Opens the stream without a word; the status says whether it was let in.</summary>
    public async Task<HttpStatusCode> ConnectAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, Protocol.StreamPath)) { Content = this };
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var sent = _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        _response = await sent.WithinBoundAsync();
        _down = new StreamReader(await _response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        return _response.StatusCode;
    }

    /// <summary>Opens the stream and says hello.</summary>
    public async Task<SidecarClient> HelloAsync(InForce? inForce = null)
    {
        Assert.Equal(HttpStatusCode.OK, await ConnectAsync());
        await SayAsync(new Envelope
        {
            Type = EnvelopeTypes.Hello,
            Hello = new Hello { Protocol = 1, Version = "0.1.0", Epoch = Epoch, Features = [.. Has], InForce = inForce },
        });
        return this;
    }

    public async Task SayAsync(Envelope line) => await SayRawAsync([.. BundleJson.WriteLine(line), (byte)'\n']);

    public async Task SayRawAsync(byte[] bytes) => await _up.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);

    public Task AckAsync(Bundle bundle) => SayAsync(new Envelope
    {
        Type = EnvelopeTypes.Ack,
        Ack = new Ack
        {
            InForce = new InForce
            {
                Revision = bundle.Revision,
                Positions = bundle.Positions,
                Sources = BundleJson.ReadRules(BundleJson.RawRules(bundle)).Sources,
            },
        },
    });

    /// <summary>The next line, or null at the end of the stream.</summary>
    public async Task<Envelope?> HearAsync()
    {
        var line = await _down!.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WithinBoundAsync();
        return line is null ? null : BundleJson.ReadLine(System.Text.Encoding.UTF8.GetBytes(line));
    }

    public async Task<Bundle> HearBundleAsync() => (await HearAsync())?.Bundle ?? throw new InvalidOperationException("no bundle came");

    /// <summary>Whether the stream ends or breaks; whatever still comes before that is read over.</summary>
    public async Task<bool> EndsAsync()
    {
        try
        {
            while (await HearAsync() is not null) { }

            return true;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return true;
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken);
        while (true)
        {
            var read = await _up.Reader.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer) await stream.WriteAsync(part, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _up.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _response?.Dispose();
        _http.Dispose();
        base.Dispose(disposing);
    }
}
