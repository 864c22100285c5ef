using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers.Approvals;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Pipeline;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Approvals;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>The whole call path on a real Kestrel, in memory but for the sockets, with a snapshot that the test chooses.</summary>
internal sealed class SidecarHouse : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SidecarHouse(WebApplication app, RecordStream records)
    {
        (_app, Records) = (app, records);
        Agent = new HttpClient { BaseAddress = new(app.Urls.Single()), Timeout = Eventually.Bound };
    }

    public HttpClient Agent { get; }

    public RecordStream Records { get; }

    /// <summary>What the sidecar logs.</summary>
    public required LogLines<object> Log { get; init; }

    public SnapshotHolder Snapshots => Get<SnapshotHolder>();

    public LiveCalls Live => Get<LiveCalls>();

    public BlockPool Blocks => Get<BlockPool>();

    public ApprovalLedger Approvals => Get<ApprovalLedger>();

    public ApprovalGate ApprovalGate => Get<ApprovalGate>();

    public LimitLedger Limits => Get<LimitLedger>();

    public CallTotals Totals => Get<CallTotals>();

    public int Port => Agent.BaseAddress!.Port;

    public string Metrics => Get<MetricsPage>().Render();

    public static async Task<SidecarHouse> OpenAsync(Snapshot? snapshot, Func<PipelineOptions, PipelineOptions>? vary = null, HttpProtocols protocols = HttpProtocols.Http1, TimeProvider? clock = null)
    {
        var (records, log) = (new RecordStream(), new LogSink());
        var options = new PipelineOptions { OpenJournal = () => records };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        builder.Logging.AddProvider(log).AddFilter("AiGateway", LogLevel.Trace);
        if (clock is not null) builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<SnapshotHolder>();
        builder.Services.AddCallPipeline(vary?.Invoke(options) ?? options);
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<CallPipeline>().InvokeAsync);
        await app.StartAsync();
        app.Services.GetRequiredService<SnapshotHolder>().Swap(snapshot);
        return new(app, records) { Log = log.Log };
    }

    /// <summary>A chat request with this body.</summary>
    public Task<HttpResponseMessage> ChatAsync(string body, Action<HttpRequestMessage>? vary = null) =>
        ChatAsync(new StringContent(body, Encoding.UTF8, "application/json"), vary);

    public Task<HttpResponseMessage> ChatAsync(HttpContent body, Action<HttpRequestMessage>? vary = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = body };
        vary?.Invoke(request);
        return Agent.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The error in an answer, and that nothing else is in it.</summary>
    public static async Task<(string Code, string Message, string? Param)> ErrorOfAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var root = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var error = Assert.Single(root.EnumerateObject()).Value;
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
        return (error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!, error.GetProperty("param").GetString());
    }

    /// <summary>Waits until no call is under way and no body holds memory.</summary>
    public async Task WhenQuietAsync()
    {
        await Live.WhenIdleAsync(CancellationToken.None).WithinBoundAsync();
        await Eventually.HoldsAsync(() => Blocks.UsedBytes == 0, "no body holds memory");
    }

    public async ValueTask DisposeAsync()
    {
        Agent.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        Assert.DoesNotContain(Log.Lines, line => line.Contains("by a fault of the gateway", StringComparison.Ordinal)); // With its exception: an answer of 500 says nothing of it.
    }

    private T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
