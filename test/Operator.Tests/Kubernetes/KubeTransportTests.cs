using System.Net;
using System.Net.Sockets;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class KubeTransportTests
{
    private const string Version = """{"major":"1","minor":"31+","gitVersion":"v1.31.2"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BusyServer_IsAskedAgainAfterTheTimeThatItNames()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(429, "", ("Retry-After", "0")).Then(429, "", ("Retry-After", "0")).Then(200, Version);

        var version = await server.Client().ServerVersionAsync(Token);

        Assert.True(version.IsAtLeast(1, 31));
        Assert.Equal(3, server.Asked.Count);
    }

    [Fact]
    public async Task ServerThatStaysBusy_IsAnErrorInTheEnd()
    {
        await using var server = (await FakeApiServer.StartAsync())
            .Then(429, """{"code":429,"reason":"TooManyRequests","message":"later"}""", ("Retry-After", "0"));

        var busy = await Assert.ThrowsAsync<KubeException>(() => server.Client(new() { TriesWhenBusy = 3 }).ServerVersionAsync(Token));

        Assert.Equal(("TooManyRequests", "later"), (busy.Error.Reason, busy.Error.Message));
        Assert.Equal(3, server.Asked.Count);
    }

    [Fact]
    public async Task BusyIsAnAnswer_OfAnEviction_IsAskedOnce()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(200, Version).Then(429, """{"code":429,"reason":"TooManyRequests","message":"budget"}""", ("Retry-After", "0"));

        var error = await server.Client().EvictAsync(new() { Metadata = new() { Namespace = "team", Name = "a", Uid = "u" } }, Token);

        Assert.True(error is { IsBusy: true, Message: "budget" });
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task ServerThatNeverAnswers_IsATimeoutAndNotACancellation()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(http => Task.Delay(Timeout.Infinite, http.RequestAborted));

        await Assert.ThrowsAsync<TimeoutException>(() => server.Client(new() { RequestTimeout = TimeSpan.FromMilliseconds(200) }).ServerVersionAsync(Token));
    }

    [Fact]
    public async Task ServerThatAcceptsNobody_IsAFaultOfTheNetworkAndNotACancellation()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(); // Nobody answers the handshake of TLS.
        var config = new KubeConfig { Server = new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}") };
        using var transport = new KubeTransport(config, new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

        await Assert.ThrowsAsync<HttpRequestException>(() => new KubeClient(transport, TimeProvider.System).ServerVersionAsync(Token));
    }

    [Fact]
    public async Task AnswerOverTheBound_IsRefused()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(200, new string(' ', 2000));

        await Assert.ThrowsAsync<HttpRequestException>(() => server.Client(new() { LargestAnswer = 1000 }).ServerVersionAsync(Token));
    }

    [Fact]
    public async Task TokenFile_IsReadAgainAndKeptWhileItIsBeingReplaced()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(200, Version);
        var file = Path.GetTempFileName();
        using var transport = new KubeTransport(server.Config with { TokenFile = file }, new() { FileCache = TimeSpan.Zero }, TimeProvider.System);
        var client = new KubeClient(transport, TimeProvider.System);

        await File.WriteAllTextAsync(file, "first\n", Token);
        await client.ServerVersionAsync(Token);
        await File.WriteAllTextAsync(file, "second\n", Token);
        await client.ServerVersionAsync(Token);
        File.Delete(file);
        await client.ServerVersionAsync(Token);

        Assert.Equal(["Bearer first", "Bearer second", "Bearer second"], server.Asked.Select(line => line["GET /version ".Length..]));
    }

    [Fact]
    public async Task ProxysPage_IsAnErrorWithoutItsText()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(502, "<html>bad gateway</html>");

        var failed = await Assert.ThrowsAsync<KubeException>(() => server.Client().ServerVersionAsync(Token));

        Assert.Equal("502 BadGateway: the API server answered 502", failed.Message);
    }

    [Theory]
    [InlineData(400, "the API server answered 400")]
    [InlineData(422, "the API server answered 422")]
    [InlineData(409, "quotes c2VjcmV0")]
    public async Task RefusalOfASecret_IsRepeatedOnlyWhereItCannotQuoteIt(int code, string expected)
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(code, $$"""{"code":{{code}},"reason":"R","message":"quotes c2VjcmV0"}""");

        var answer = await server.Client().CreateAsync(Kinds.Secrets, new Secret { Metadata = new() { Namespace = "a", Name = "b" } }, Token);

        Assert.True(answer.Failed(out var error, out _));
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public async Task LongMessage_IsCut()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(403, $$"""{"code":403,"reason":"Forbidden","message":"{{new string('x', 5000)}}"}""");

        var refused = await Assert.ThrowsAsync<KubeException>(() => server.Client().ServerVersionAsync(Token));

        Assert.Equal(1000, refused.Error.Message.Length);
    }
}
