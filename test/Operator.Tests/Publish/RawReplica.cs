using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Publish;

/// <summary>A replica's end of a relay that says these lines, and reads nothing unless a test does.</summary>
internal sealed class RawReplica : HttpContent
{
    private readonly Pipe _up = new();

    public RawReplica(params string[] lines)
    {
        foreach (var line in lines) _up.Writer.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    public async Task<HttpResponseMessage> OpenAsync(HttpMessageInvoker http, Uri leader)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(leader, Protocol.RelayPath)) { Content = this };
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.Authorization = new("Bearer", "operator");
        await _up.Writer.FlushAsync(TestContext.Current.CancellationToken);
        return await http.SendAsync(request, TestContext.Current.CancellationToken).WithinBoundAsync();
    }

    public void Finish() => _up.Writer.Complete();

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
        _up.Writer.Complete();
        base.Dispose(disposing);
    }
}
