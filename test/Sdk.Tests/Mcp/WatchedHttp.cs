using System.Collections.Concurrent;
using System.Net;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>What the .NET client's HTTP goes through: it sees each answer, and breaks the first stream after the first event of progress where a case wants that.</summary>
internal sealed class WatchedHttp() : DelegatingHandler(new SocketsHttpHandler())
{
    private int _cuts;

    public ConcurrentQueue<(HttpMethod Method, HttpStatusCode Status, bool Resumed)> Answers { get; } = new();

    public bool Cutting { get; set; }

    public int Cuts => Volatile.Read(ref _cuts);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        Answers.Enqueue((request.Method, answer.StatusCode, request.Headers.Contains("Last-Event-ID")));
        if (!Cutting || request.Method != HttpMethod.Post || answer.Content.Headers.ContentType?.MediaType != "text/event-stream" || Cuts > 0) return answer;

        var cut = new StreamContent(new CutStream(await answer.Content.ReadAsStreamAsync(cancellationToken), () => Interlocked.Increment(ref _cuts)));
        foreach (var (name, values) in answer.Content.Headers) cut.Headers.TryAddWithoutValidation(name, values);
        answer.Content = cut;
        return answer;
    }
}
