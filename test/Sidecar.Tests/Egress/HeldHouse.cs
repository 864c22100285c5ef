using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Ledgers.Approvals;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>A whole sidecar whose agent has open whatever an agent can have open, and an operator that holds it.</summary>
internal sealed class HeldHouse : IAsyncDisposable
{
    private readonly List<IDisposable> _ends = [];
    private readonly ServerSocket _server = new();
    private RealtimeUpstream _realtime = null!;
    private EgressHouse _house = null!;

    public HeldProvider Provider { get; private set; } = null!;

    public LiveTunnels Tunnels => Get<LiveTunnels>();

    public LiveCalls Calls => Get<LiveCalls>();

    /// <summary>The audit's lines.</summary>
    public IEnumerable<JsonElement> Lines => _house.Host.Audit.Lines.Select(line => JsonDocument.Parse(line).RootElement);

    public static async Task<HeldHouse> StartAsync()
    {
        var made = new HeldHouse { Provider = await HeldProvider.StartAsync(), _realtime = await RealtimeUpstream.StartAsync() };
        made._house = await EgressHouse.StartAsync(made.BundleOf(null, suspended: false));
        made._house.Serve("pypi.org", "203.0.113.1:443", made._server.EndPoint);
        made._house.Serve("ssh", "198.51.100.4:22", made._server.EndPoint);
        made._house.Serve("mirror.example", "203.0.113.2:80", new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, made.Provider.BaseUrl.Port));
        made._house.Serve("socket.example", "203.0.113.3:80", new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, made._realtime.BaseUrl.Port));
        return made;
    }

    /// <summary>The operator holds the agent; returns when that is in force.</summary>
    public async Task HoldAsync(HoldRule? hold, bool suspended = false)
    {
        await _house.Operator.SendAsync(BundleOf(hold, suspended));
        await _house.Operator.ReadAsync(EnvelopeTypes.Ack);
    }

    /// <summary>Opens one of everything, each as far as its other side.</summary>
    public async Task<List<HeldExchange>> OpenAllAsync() =>
    [
        await StreamAsync("chat stream", "/openai/v1/chat/completions", """{"model":"fast","stream":true,"messages":[]}"""),
        await WholeAsync("whole call", "/openai/v1/chat/completions", """{"model":"fast","messages":[],"user":"whole"}""", "/v1/chat/completions"),
        await StreamAsync("hosted tool", "/openai/v1/responses", """{"model":"fast","stream":true,"input":"x","store":false,"tools":[{"type":"web_search"}]}"""),
        await DownloadAsync("file"),
        await WholeAsync("tool call", "/mcp/tools", McpHouse.Call("add"), "/v1/mcp"),
        await WholeAsync("listed tool call", "/mcp/tools", McpHouse.Call("listed"), "/v1/mcp"),
        await WaitingAsync("waits for a human"),
        await StreamAsync("tool server's stream", "/mcp/tools", null),
        await RealtimeAsync("realtime session", null),
        await RealtimeAsync("realtime session with a hosted tool", """{"type":"session.update","session":{"tools":[{"type":"web_search"}]}}"""),
        await ConnectAsync("CONNECT tunnel"),
        await RedirectedAsync("redirected tunnel"),
        await InterceptedAsync("intercepted call"),
        await PlainAsync("plain request"),
        await PlainSocketAsync("plain WebSocket"),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var end in _ends) end.Dispose();
        await _house.DisposeAsync();
        await _realtime.DisposeAsync();
        await Provider.DisposeAsync();
        _server.Dispose();
    }

    private async Task<HeldExchange> StreamAsync(string name, string path, string? body)
    {
        var answer = Own(await AskAsync(path, body));
        var stream = Own(await answer.Content.ReadAsStreamAsync());
        await ReadSomeAsync(stream);
        return HeldExchange.Of(name, stream);
    }

    private async Task<HeldExchange> WholeAsync(string name, string path, string body, string asked)
    {
        var before = Provider.Begun(asked);
        var answer = AskAsync(path, body);
        await Eventually.HoldsAsync(() => Provider.Begun(asked) > before || answer.IsCompleted, $"the provider is asked: {name}");
        Assert.False(answer.IsCompleted, name);
        return HeldExchange.Of(name, answer);
    }

    private async Task<HeldExchange> DownloadAsync(string name)
    {
        var stream = Own(await _house.Host.Client.GetStreamAsync(new Uri(_house.Host.Api, "/openai/v1/files/f-1/content")));
        await ReadSomeAsync(stream);
        return HeldExchange.Of(name, stream);
    }

    private async Task<HeldExchange> WaitingAsync(string name)
    {
        var answer = AskAsync("/mcp/tools", McpHouse.Call("asked"));
        var ledger = Get<ApprovalLedger>();
        await Eventually.HoldsAsync(() => !ledger.Asks().IsEmpty, "the question is asked");
        return new(name, HeldExchange.Of(name, answer).End, async () =>
        {
            var before = Provider.Begun("/v1/mcp");
            ledger.Hear(GivenApprovals.Verdict(ledger.Asks().Single(ask => ask.End is null).Id, approved: true));
            await Eventually.HoldsAsync(() => Provider.Begun("/v1/mcp") > before, "the approved call is made");
        });
    }

    private async Task<HeldExchange> RealtimeAsync(string name, string? message)
    {
        var socket = Own(new ClientWebSocket());
        await socket.ConnectAsync(new($"ws://127.0.0.1:{_house.ApiPort}/openai/v1/realtime?model=live"), CancellationToken.None);
        await EchoAsync(socket, message ?? """{"type":"session.update","session":{}}""");
        return HeldExchange.Of(name, socket);
    }

    private async Task<HeldExchange> ConnectAsync(string name)
    {
        var agent = Own(await _house.ConnectAsync());
        Assert.StartsWith("HTTP/1.1 200 ", await EgressHouse.AskAsync(agent, "CONNECT pypi.org:443 HTTP/1.1\r\nHost: pypi.org:443\r\n\r\n"), StringComparison.Ordinal);
        return await TunnelAsync(name, agent);
    }

    private async Task<HeldExchange> RedirectedAsync(string name) => await TunnelAsync(name, Own(await _house.DialTransparentlyAsync("198.51.100.4:22")));

    private async Task<HeldExchange> TunnelAsync(string name, Socket agent)
    {
        var server = Own(await _server.AcceptAsync());
        await server.SendAsync("some"u8.ToArray());
        Assert.Equal("some"u8.ToArray(), await TunnelHouse.ReadAsync(agent, 4));
        return HeldExchange.Of(name, agent, async () => await server.SendAsync(Encoding.ASCII.GetBytes(HeldProvider.Fine)));
    }

    private async Task<HeldExchange> InterceptedAsync(string name)
    {
        const string Body = """{"model":"fast","stream":true,"messages":[]}""";
        var agent = Own(await _house.DialTransparentlyAsync("192.0.2.7:443"));
        var client = Own(new SslStream(new NetworkStream(agent, ownsSocket: false), leaveInnerStreamOpen: false, (_, _, _, _) => true));
        await client.AuthenticateAsClientAsync("api.openai.com").WithinBoundAsync();
        await client.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: api.openai.com\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
        await ReadSomeAsync(client);
        return HeldExchange.Of(name, client);
    }

    private async Task<HeldExchange> PlainAsync(string name)
    {
        var agent = Own(await _house.ConnectAsync());
        await EgressHouse.AskAsync(agent, "GET http://mirror.example/site HTTP/1.1\r\nHost: mirror.example\r\n\r\n");
        return HeldExchange.Of(name, agent);
    }

    private async Task<HeldExchange> PlainSocketAsync(string name)
    {
        var handler = Own(new SocketsHttpHandler { ConnectCallback = async (_, _) => new NetworkStream(await _house.DialTransparentlyAsync("192.0.2.7:80"), ownsSocket: true) });
        var socket = Own(new ClientWebSocket());
        await socket.ConnectAsync(new Uri("ws://socket.example/"), Own(new HttpMessageInvoker(handler)), CancellationToken.None).WithinBoundAsync();
        await EchoAsync(socket, "some");
        return HeldExchange.Of(name, socket);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? body)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(_house.Host.Api, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        if (path.StartsWith("/mcp", StringComparison.Ordinal)) request.Headers.Add("MCP-Protocol-Version", McpHouse.Legacy);
        return await _house.Host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task ReadSomeAsync(Stream stream)
    {
        var buffer = new byte[4096];
        using var bounded = new CancellationTokenSource(Eventually.Bound);
        var seen = "";
        while (!seen.Contains("some", StringComparison.Ordinal))
        {
            var count = 0;
            if (await Record.ExceptionAsync(async () => count = await stream.ReadAsync(buffer, bounded.Token)) is not null || count == 0) Assert.Fail($"an answer does not begin: {seen}");
            seen += Encoding.UTF8.GetString(buffer, 0, count);
        }
    }

    private static async Task EchoAsync(ClientWebSocket socket, string message)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);
        var echoed = await socket.ReceiveAsync(new byte[4096], CancellationToken.None).WithinBoundAsync();
        Assert.Equal(message.Length, echoed.Count);
    }

    private Bundle BundleOf(HoldRule? hold, bool suspended)
    {
        ProviderRef Account(string name, Uri url, string dialect) =>
            GivenBundle.Provider(account => account with { Provider = name, Kind = dialect, Dialect = dialect, BaseUrl = url.ToString(), AllowedHosts = ["http://127.0.0.1"] });
        var policy = GivenEgress.Policy("pypi.org mirror.example:80 socket.example:80 198.51.100.0/24:22 !api.openai.com", "team/agents") with
        {
            Suspended = suspended,
            AllowHostedTools = ["web_search"],
            Endpoints = [new() { Name = "files", Provider = "team/openai" }],
            Mcp = [new() { Server = "tools", AllowTools = ["*"], QuarantineTools = ["listed"], ApproveTools = ["asked"], Approval = new() { WaitSeconds = 600, ExpirySeconds = 600 } }],
        };
        return GivenBundle.With(rules => rules with
        {
            Agent = new AgentRule { Policies = [policy], Hold = hold },
            Providers = [Account("team/openai", Provider.BaseUrl, Dialects.OpenAi), Account("team/live", _realtime.BaseUrl, Dialects.OpenAi)],
            Routes = [GivenBundle.Route(), GivenBundle.Route(route => route with { Route = "team/live", Models = ["live"], Targets = [new TargetRule { Provider = "team/live", Model = "live" }] })],
            McpServers = [GivenBundle.Server(server => server with { Name = "tools", Account = Account("team/tools", new(Provider.BaseUrl + "/mcp"), Dialects.Mcp) })],
        });
    }

    private T Own<T>(T end)
        where T : IDisposable
    {
        _ends.Insert(0, end);
        return end;
    }

    private T Get<T>()
        where T : notnull => _house.Host.App.Services.GetRequiredService<T>();
}
