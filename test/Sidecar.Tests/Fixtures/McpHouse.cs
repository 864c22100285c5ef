using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Pipeline;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Mcp;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>
/// The way to one tool server, <c>tools</c>, on a real Kestrel: whatever is asked is permitted, and the record of each exchange is kept, so that a test sees the sending and the answering alone.
/// </summary>
internal sealed class McpHouse : IAsyncDisposable
{
    public const string Modern = "2026-07-28";
    public const string Legacy = "2025-11-25";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CallRecord> _records = new();

    private McpHouse(WebApplication app)
    {
        _app = app;
        app.Run(RunAsync);
    }

    public HttpClient Agent { get; } = new() { Timeout = Eventually.Bound };

    public IReadOnlyCollection<CallRecord> Records => _records;

    public McpLedgers Ledgers => Get<McpLedgers>();

    public BlockPool Blocks => Get<BlockPool>();

    public LiveCalls Live => Get<LiveCalls>();

    public Afterwork Afterwork => Get<Afterwork>();

    public SnapshotHolder Snapshots => Get<SnapshotHolder>();

    public static async Task<McpHouse> OpenAsync(ToolServer server, Func<PipelineOptions, PipelineOptions>? vary = null, TimeProvider? clock = null, Action<KestrelServerLimits>? bound = null)
    {
        var options = new PipelineOptions { OpenJournal = () => Stream.Null };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            bound?.Invoke(kestrel.Limits);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        if (clock is not null) builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<SnapshotHolder>();
        builder.Services.AddCallPipeline(vary?.Invoke(options) ?? options);
        var house = new McpHouse(builder.Build());
        await house._app.StartAsync();
        house.Agent.BaseAddress = new(house._app.Urls.Single());
        house.Snapshots.Swap(SnapshotOf(server));
        return house;
    }

    public static ToolServer Server(Uri url, Func<Target, Provider>? vary = null)
    {
        var target = Given.Target(url, provider: "tools", dialect: Dialects.Mcp);
        return new() { Name = "tools", Route = Given.Route([], vary is null ? target : new() { Provider = vary(target), Model = null, ModelJson = null }) };
    }

    public static Snapshot SnapshotOf(ToolServer server, params PolicyRule[] policies) => new()
    {
        Agent = Given.Agent,
        Revision = "r1",
        Sources = [],
        Rules = new(policies is [] ? [Given.Policy("base", "*")] : [.. policies]),
        Routes = new([]),
        Servers = new Dictionary<string, ToolServer>(StringComparer.Ordinal) { [server.Name] = server }.ToFrozenDictionary(StringComparer.Ordinal),
    };

    /// <summary>A call of a tool.</summary>
    public static string Call(string tool = "add", int id = 1) => $$$$"""{"jsonrpc":"2.0","id":{{{{id}}}},"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{}}}""";

    public static string Result(string text = "fine", int id = 1) => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"content":[{"type":"text","text":"{{{text}}}"}]}}""";

    public Task<HttpResponseMessage> PostAsync(string json, string version = Legacy, Action<HttpRequestMessage>? vary = null, CancellationToken cancellationToken = default) =>
        SendAsync(new(HttpMethod.Post, "/mcp/tools") { Content = new StringContent(json, Encoding.UTF8, "application/json") }, version, vary, cancellationToken);

    public Task<HttpResponseMessage> GetAsync(Action<HttpRequestMessage>? vary = null, CancellationToken cancellationToken = default) =>
        SendAsync(new(HttpMethod.Get, "/mcp/tools"), Legacy, vary, cancellationToken);

    public Task<HttpResponseMessage> DeleteAsync(Action<HttpRequestMessage>? vary = null) => SendAsync(new(HttpMethod.Delete, "/mcp/tools"), Legacy, vary, default);

    /// <summary>The only exchange so far, ended.</summary>
    public async Task<CallRecord> RecordAsync()
    {
        await Eventually.HoldsAsync(() => !_records.IsEmpty && Live.Count == 0, "the exchange ends");
        return Assert.Single(_records);
    }

    /// <summary>Waits until nothing is under way and no body holds memory.</summary>
    public async Task WhenQuietAsync()
    {
        await Eventually.HoldsAsync(() => Live.Count == 0 && Afterwork.Drains.Count == 0 && Afterwork.Words.Count == 0, "nothing is under way");
        await Eventually.HoldsAsync(() => Blocks.UsedBytes == 0, "no body holds memory");
    }

    public async ValueTask DisposeAsync()
    {
        Agent.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string version, Action<HttpRequestMessage>? vary, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", version);
        vary?.Invoke(request);
        return Agent.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private async Task RunAsync(HttpContext http)
    {
        Live.Begin();
        var clock = Get<TimeProvider>();
        var record = new CallRecord(http.TraceIdentifier, clock.GetUtcNow(), clock.GetTimestamp()) { Snapshot = Snapshots.Current };
        try
        {
            using var request = await ReadAsync(http);
            using var call = new Call { Operation = Operation.Mcp, Dialect = Dialect.Mcp, Mcp = request };
            Assert.False(Permit.From(call, null).Stops(out _, out var permit));
            Assert.False(Plan.From(permit, record.Snapshot!.Servers[request.Server].Route).Stops(out _, out var plan));
            var handle = new LiveCall(permit);
            Assert.True(Live.TryAdmit(handle, record.Snapshot));
            using (var admission = new AdmittedCall(plan, handle, Live, http.RequestAborted)) await Get<McpStage>().RunAsync(new(admission), http, record);
            if (record.Reply.Refusal is { } refusal && !http.Response.HasStarted) await RefuseAsync(http, refusal);
        }
        finally
        {
            _records.Enqueue(record);
            Live.End();
        }
    }

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.Clear();
        return Upstream.JsonAsync(http, JsonSerializer.Serialize(new { reason = CallWords.Of(refusal.Reason), message = refusal.Message }), RefusalTable.StatusOf(refusal.Reason));
    }

    private async Task<McpRequest> ReadAsync(HttpContext http)
    {
        var version = http.Request.Headers["MCP-Protocol-Version"].ToString();
        var body = HttpMethods.IsPost(http.Request.Method) ? (await Get<BodyReader>().ReadAsync(http)).Body! : null;
        return new()
        {
            Server = "tools",
            Verb = body is not null ? McpVerb.Post : HttpMethods.IsGet(http.Request.Method) ? McpVerb.Get : McpVerb.Delete,
            Era = version == Modern ? McpEra.Modern : McpEra.Legacy,
            Version = version,
            Session = http.Request.Headers["Mcp-Session-Id"] is [{ } session] ? session : null,
            LastEventId = http.Request.Headers["Last-Event-ID"] is [{ } last] ? last : null,
            Endpoint = http.Request.Query["endpoint"] is [{ } endpoint] ? endpoint : null,
            Body = body,
            Messages = body is null ? [] : [MessageOf(body)],
        };
    }

    private static McpMessage MessageOf(Body body)
    {
        using var json = JsonDocument.Parse(body.Bytes);
        var root = json.RootElement;
        var method = root.TryGetProperty("method", out var named) ? named.GetString()! : "";
        var id = root.TryGetProperty("id", out var given) ? Encoding.UTF8.GetBytes(given.GetRawText()) : [];
        return new()
        {
            Kind = method.Length == 0 ? McpKind.Response : id.Length == 0 ? McpKind.Notification : McpKind.Request,
            Method = method switch
            {
                "tools/call" => McpMethod.ToolsCall,
                "tools/list" => McpMethod.ToolsList,
                "subscriptions/listen" => McpMethod.SubscriptionsListen,
                "initialize" => McpMethod.Initialize,
                _ => McpMethod.Unknown,
            },
            MethodName = method,
            Id = id,
            Name = root.TryGetProperty("params", out var parameters) && parameters.TryGetProperty("name", out var name) ? name.GetString() : null,
        };
    }

    private T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
