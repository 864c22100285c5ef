using System.Collections.Concurrent;
using System.Net;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

/// <summary>Answers requests on loopback one after the other as the test wrote them down, and keeps what was asked.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> answers = new();
    private readonly ConcurrentQueue<string> asked = new();

    private FakeApiServer(WebApplication app) => this.app = app;

    public IReadOnlyList<string> Asked => [.. asked];

    public KubeConfig Config => new() { Server = new Uri(app.Urls.First()) };

    public static async Task<FakeApiServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new FakeApiServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public KubeClient Client(KubeTransportOptions? options = null) => new(Transport(options), TimeProvider.System);

    public KubeTransport Transport(KubeTransportOptions? options = null) => new(Config, options ?? new(), TimeProvider.System);

    /// <summary>The next answer; the last one is given again and again.</summary>
    public FakeApiServer Then(int code, string body, params (string Name, string Value)[] headers) => Then(async http =>
    {
        http.Response.StatusCode = code;
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
        await http.Response.WriteAsync(body);
    });

    public FakeApiServer Then(Func<HttpContext, Task> answer)
    {
        answers.Enqueue(answer);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext http)
    {
        asked.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString} {http.Request.Headers.Authorization}".TrimEnd());
        if (answers.Count > 1 && answers.TryDequeue(out var answer)) return answer(http);
        return answers.TryPeek(out var last) ? last(http) : Task.CompletedTask;
    }
}
