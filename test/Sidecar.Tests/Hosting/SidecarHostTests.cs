using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Hosting;

/// <summary>The whole process in memory: its ports, its readiness, its way out.</summary>
public sealed class SidecarHostTests : IAsyncLifetime
{
    private const string Models = "/openai/v1/models";

    private HostHouse _house = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _house = await HostHouse.StartAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Ready_OnlyWithRulesInForce()
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(_house.Health, "/readyz"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(_house.Health, "/healthz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(_house.Api, Models));

        await _house.ProgramAsync(GivenBundle.With());

        Assert.Equal(HttpStatusCode.OK, await GetAsync(_house.Health, "/readyz"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(_house.Api, Models));
        Assert.Contains("mcpServers", _house.McpConfig, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acknowledged_BundleThatTakesAServerAway_IsInTheAgentsFileAlready()
    {
        var stream = await _house.ProgramAsync(GivenBundle.With(rules => rules with { McpServers = [Server("files"), Server("search")] }));
        Assert.Contains("/mcp/search", _house.McpConfig, StringComparison.Ordinal);
        Assert.Contains("/mcp/search", await _house.Client.GetStringAsync(new Uri(_house.Api, "/mcp"), Stop), StringComparison.Ordinal);

        await stream.SendAsync(GivenBundle.With(rules => rules with { McpServers = [Server("files")] }));
        await stream.ReadAsync(EnvelopeTypes.Ack);

        Assert.Contains("/mcp/files", _house.McpConfig, StringComparison.Ordinal);
        Assert.DoesNotContain("/mcp/search", _house.McpConfig, StringComparison.Ordinal);
        Assert.DoesNotContain("/mcp/search", await _house.Client.GetStringAsync(new Uri(_house.Api, "/mcp"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_EachServesItsOwnPagesAlone()
    {
        await _house.ProgramAsync(GivenBundle.With());

        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(_house.Health, Models));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(_house.Api, "/readyz"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(_house.Api, "/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(_house.Metrics, Models));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(_house.Metrics, "/metrics"));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Api_Http1AndHttp2_AreServedOnOnePort(string version)
    {
        await _house.ProgramAsync(GivenBundle.With());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_house.Api, Models))
        {
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var answer = await _house.Client.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.OK, new Version(version)), (answer.StatusCode, answer.Version));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("GET /openai/v1/models HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n", "HTTP/1.1 503")]
    [InlineData("POST /openai/v1/models HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 ")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\0")]
    public async Task Api_FirstBytesOneByOne_AreToldApart(string request, string answer)
    {
        await using var connection = await _house.ConnectAsync();

        foreach (var letter in Encoding.ASCII.GetBytes(request.Replace("{port}", $"{_house.Api.Port}", StringComparison.Ordinal)))
            await connection.WriteAsync(new[] { letter }, Stop);

        var begin = new byte[answer.Length];
        await connection.ReadExactlyAsync(begin, Stop).AsTask().WithinBoundAsync();
        Assert.Equal(answer, Encoding.ASCII.GetString(begin));
    }

    [Fact]
    public async Task Api_HostOfAnotherMachineOnAToolServersPath_IsForbiddenInItsWords()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_house.Api, "/mcp/files")) { Content = new StringContent("{}") };
        request.Headers.Host = "evil.example";

        using var answer = await _house.Client.SendAsync(request, Stop);

        Assert.Equal(403, (int)answer.StatusCode);
        Assert.StartsWith("""{"jsonrpc":"2.0","id":null,"error":{"code":403,""", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:{port}", 503)]
    [InlineData("localhost:{port}", 503)]
    [InlineData("LOCALHOST:{port}", 503)]
    [InlineData("[::1]:{port}", 503)]
    [InlineData("evil.example:{port}", 421)]
    [InlineData("127.0.0.1", 421)]
    [InlineData("127.0.0.1:1", 421)]
    [InlineData("127.0.0.1.evil.example:{port}", 421)]
    public async Task Api_Host_MustBeThisMachinesOwn(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_house.Api, Models));
        request.Headers.Host = host.Replace("{port}", $"{_house.Api.Port}", StringComparison.Ordinal);

        using var answer = await _house.Client.SendAsync(request, Stop);

        Assert.Equal(status, (int)answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.NotNull(body.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(150, 10)]
    [InlineData(10, 4000)]
    public async Task Api_HeaderBomb_IsRefusedInTheDialect(int count, int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_house.Api, Models));
        for (var header = 0; header < count; header++) request.Headers.Add($"x-{header}", new string('a', length));

        using var answer = await _house.Client.SendAsync(request, Stop);

        Assert.Equal(431, (int)answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("headers_too_large", body.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, await GetAsync(_house.Health, "/healthz"));
    }

    [Fact]
    public async Task Api_HeadersWithoutEnd_AreCutBeforeTheyTakeMemory()
    {
        await using var connection = await _house.ConnectAsync();
        await connection.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray(), Stop);
        var line = Encoding.ASCII.GetBytes($"x: {new string('a', 1000)}\r\n");

        var answer = "";
        var isCut = false;
        try
        {
            for (var sent = 0; sent < 200; sent++) await connection.WriteAsync(line, Stop);
            answer = await HostHouse.ReadToEndAsync(connection);
        }
        catch (IOException)
        {
            isCut = true; // The answer went, and the connection with it, while the rest was still being sent.
        }

        Assert.True(isCut || answer.StartsWith("HTTP/1.1 431", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Metrics_SayHowTheRulesStand()
    {
        var (bundle, clock) = (GivenBundle.With(), new ManualTime());
        await using var house = await HostHouse.StartAsync(clock);
        await house.ProgramAsync(bundle);

        var page = await house.Client.GetStringAsync(new Uri(house.Metrics, "/metrics"), Stop);

        Assert.Contains($"aigateway_bundle_info{{revision=\"{bundle.Revision}\"}} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("aigateway_operator_connected 1\n", page, StringComparison.Ordinal);
        Assert.Contains("aigateway_last_contact_seconds 0\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain(GivenBundle.Key, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithACallUnderWay_ServesItToItsEnd()
    {
        await _house.ProgramAsync(GivenBundle.With());
        await using var connection = await _house.ConnectAsync();
        var head = $"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost:{_house.Api.Port}\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: 33\r\n\r\n";
        await connection.WriteAsync(Encoding.ASCII.GetBytes(head), Stop);
        await Eventually.HoldsAsync(() => _house.App.Services.GetRequiredService<Sidecar.Calls.LiveCalls>().Count == 1, "the call is under way");

        var stopped = _house.App.WaitForShutdownAsync(Stop);
        _house.App.Lifetime.StopApplication();
        await Eventually.HoldsAsync(() => _house.App.Services.GetRequiredService<Readiness>().FindObstacle() == "stopping", "not ready any more");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(_house.Health, "/readyz"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(_house.Api, Models));

        await connection.WriteAsync("{\"model\":\"none\",   \"messages\":[]}"u8.ToArray(), Stop);
        Assert.StartsWith("HTTP/1.1 404", await HostHouse.ReadToEndAsync(connection), StringComparison.Ordinal);
        await stopped.WithinBoundAsync();
    }

    [Fact]
    public async Task Stop_WithAStreamThatNeverEnds_CutsItInTimeAndStillTellsOfIt()
    {
        var clock = new ManualTime();
        await using var house = await HostHouse.StartAsync(clock);
        await using var upstream = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, "{\"choices\":[]}");
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        var stream = await house.ProgramAsync(GivenBundle.With(rules => rules with
        {
            Providers = [GivenBundle.Provider(provider => provider with { BaseUrl = upstream.BaseUrl.ToString(), AllowedHosts = ["http://127.0.0.1"] })],
        }));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(house.Api, "/openai/v1/chat/completions"))
        {
            Content = new StringContent("{\"model\":\"fast\",\"stream\":true,\"messages\":[]}", Encoding.UTF8, "application/json"),
        };
        using var answer = await house.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var stopped = house.App.StopAsync(Stop);
        var reading = answer.Content.ReadAsStringAsync(Stop);
        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return reading.IsCompleted;
            },
            "the stream is cut");

        Assert.Contains("The sidecar is stopping.", await reading, StringComparison.Ordinal);
        var report = (await stream.ReadAsync(EnvelopeTypes.Report)).Report!;
        while (report.Calls == 0) report = (await stream.ReadAsync(EnvelopeTypes.Report)).Report!;
        stream.Close();
        await stopped.WithinBoundAsync();
        Assert.Contains("\"gen_ai.request.model\":\"fast\"", Encoding.UTF8.GetString(house.Audit.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finish_FromTheOperator_EndsTheProcessWithALastReport()
    {
        var stream = await _house.ProgramAsync(GivenBundle.With());
        await GetAsync(_house.Api, "/openai/v1/nothing");
        var stopped = _house.App.WaitForShutdownAsync(Stop);

        await stream.SendAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"{EnvelopeTypes.Finish}\"}}\n"));

        var report = (await stream.ReadAsync(EnvelopeTypes.Report)).Report!;
        while (report.Calls == 0) report = (await stream.ReadAsync(EnvelopeTypes.Report)).Report!; // One of the period may be before it.
        Assert.Equal(1, report.Calls);
        stream.Close();
        await stopped.WithinBoundAsync();
    }

    [Fact]
    public async Task Wait_EndsWhenTheSidecarIsReady()
    {
        Assert.Equal(1, await WaitCommand.RunAsync(["--timeout", "1ms"], _house.Health.Port, TimeProvider.System));
        var waiting = WaitCommand.RunAsync([], _house.Health.Port, TimeProvider.System);

        await _house.ProgramAsync(GivenBundle.With());

        Assert.Equal(0, await waiting.WithinBoundAsync());
    }

    [Fact]
    public async Task Wait_WithAWrongArgument_IsAConfigurationError() =>
        Assert.Equal(78, await WaitCommand.RunAsync(["--timeout"], _house.Health.Port, TimeProvider.System));

    private static McpServerRule Server(string name) => new()
    {
        Name = name,
        Account = GivenBundle.Provider(provider => provider with
        {
            Provider = "team/" + name,
            Kind = Dialects.Mcp,
            Dialect = Dialects.Mcp,
            BaseUrl = $"https://{name}.example/mcp",
            AllowedHosts = [$"{name}.example"],
        }),
    };

    private async Task<HttpStatusCode> GetAsync(Uri port, string path)
    {
        using var answer = await _house.Client.GetAsync(new Uri(port, path), Stop);
        return answer.StatusCode;
    }
}
