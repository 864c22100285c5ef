using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Rig;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>The official client from NuGet, which lends its model, its user and its folders, and keeps what the server tells it.</summary>
internal sealed class DotnetToolClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentQueue<JsonRpcNotification> _notes;

    private DotnetToolClient(McpClient client, WatchedHttp http, ConcurrentQueue<JsonRpcNotification> notes)
    {
        Client = client;
        Http = http;
        _notes = notes;
    }

    public McpClient Client { get; }

    public WatchedHttp Http { get; }

    public bool IsModern => string.CompareOrdinal(Client.NegotiatedProtocolVersion, "2026") > 0;

    public static async Task<DotnetToolClient> OpenAsync(DotnetToolOptions options)
    {
        var http = new WatchedHttp();
        var transport = new HttpClientTransport(
            new()
            {
                Endpoint = new(options.Url),
                TransportMode = options.Sse ? HttpTransportMode.Sse : HttpTransportMode.StreamableHttp,
                AdditionalHeaders = options.Headers,
                DefaultReconnectionInterval = options.Patience,
            },
            new HttpClient(http),
            ownsHttpClient: true);
        using var late = new CancellationTokenSource(Eventually.Bound);
        var notes = new ConcurrentQueue<JsonRpcNotification>();
        return new(await McpClient.CreateAsync(transport, Lending(options, notes), cancellationToken: late.Token), http, notes);
    }

    public async Task<CallToolResult> CallAsync(string tool, IReadOnlyDictionary<string, object?> arguments, IProgress<ProgressNotificationValue>? progress = null, CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Eventually.Bound);
        return await Client.CallToolAsync(tool, arguments, progress, cancellationToken: bound.Token);
    }

    public Task<CallToolResult> CallAsync((string Tool, Dictionary<string, object?> Arguments) call, IProgress<ProgressNotificationValue>? progress = null) => CallAsync(call.Tool, call.Arguments, progress);

    /// <summary>Calls a tool that logs, and wants all that it logs.</summary>
    public async Task LogAsync(string tool)
    {
        if (IsModern) throw DotnetToolCase.Lacks("the client takes the level of the log out of what it sends");

        await Client.SetLoggingLevelAsync(LoggingLevel.Debug);
        await CallAsync(tool, new Dictionary<string, object?>());
    }

    public async Task WatchAsync(string uri)
    {
        if (IsModern) Listen(new() { ["resourceSubscriptions"] = new JsonArray(uri) });
        else await Client.SubscribeToResourceAsync(uri);
    }

    /// <summary>Listens for changes of a list, where the revision wants that said.</summary>
    public void ListenTo(string list)
    {
        if (IsModern) Listen(new() { [$"{list}ListChanged"] = true });
    }

    /// <summary>Until the client's own stream is there: a server tells nobody who does not listen yet.</summary>
    public Task ListensAsync() => IsModern
        ? ToldAsync("notifications/subscriptions/acknowledged")
        : Eventually.HoldsAsync(() => Http.Answers.Any(one => one.Method == HttpMethod.Get && one.Status == HttpStatusCode.OK), "the client's own stream is open");

    public async Task<JsonNode?> ToldAsync(string method)
    {
        await Eventually.HoldsAsync(() => _notes.Any(note => note.Method == method), $"the server tells {method}");
        return _notes.First(note => note.Method == method).Params;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await Client.DisposeAsync();
        _closed.Dispose();
    }

    /// <summary>The client has no method for it yet, and lets any request be sent. It stays open until this client closes.</summary>
    private void Listen(JsonObject filter) => _ = Client.SendRequestAsync(
        new JsonRpcRequest { Method = "subscriptions/listen", Params = new JsonObject { ["notifications"] = filter } }, _closed.Token);

    private static McpClientOptions Lending(DotnetToolOptions options, ConcurrentQueue<JsonRpcNotification> notes)
    {
        ValueTask Keep(JsonRpcNotification note, CancellationToken cancellationToken)
        {
            notes.Enqueue(note);
            return ValueTask.CompletedTask;
        }

        var content = new Dictionary<string, JsonElement> { ["username"] = Word("Ada"), ["name"] = Word("Ada"), ["email"] = Word("ada@example.test") };
        return new()
        {
            ProtocolVersion = options.Revision,
            Handlers = new()
            {
                NotificationHandlers = Told.Select(method => KeyValuePair.Create<string, Func<JsonRpcNotification, CancellationToken, ValueTask>>(method, Keep)),
                SamplingHandler = (_, _, _) => new(new CreateMessageResult { Model = "of-the-client", Content = [new TextContentBlock { Text = "said by the client" }] }),
                ElicitationHandler = (_, _) => new(new ElicitResult { Action = "accept", Content = content }),
                RootsHandler = (_, _) => new(new ListRootsResult { Roots = [new() { Uri = "file:///of-the-client", Name = "of the client" }] }),
            },
        };
    }

    private static readonly string[] Told =
    [
        "notifications/subscriptions/acknowledged", NotificationMethods.LoggingMessageNotification, NotificationMethods.ResourceUpdatedNotification,
        NotificationMethods.PromptListChangedNotification, NotificationMethods.ResourceListChangedNotification, NotificationMethods.ToolListChangedNotification,
    ];

    private static JsonElement Word(string word) => JsonSerializer.SerializeToElement(word);
}
