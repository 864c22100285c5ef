using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class WatchReaderTests
{
    private const string Added = """{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"5"}}}""" + "\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_BecomeEvents()
    {
        const string bookmark = """{"type":"BOOKMARK","object":{"kind":"ConfigMap","metadata":{"resourceVersion":"8","creationTimestamp":null}}}""";

        var events = await WatchAsync(Added + bookmark + "\n");

        Assert.Equal([WatchEventType.Added, WatchEventType.Bookmark], events.Select(change => change.Type));
        Assert.Equal(["5", "8"], events.Select(change => change.ResourceVersion));
        Assert.Equal("a", events[0].Object!.Metadata.Name);
        Assert.Null(events[1].Object);
    }

    [Fact]
    public async Task HalfALine_IsACut() => await Assert.ThrowsAsync<IOException>(() => WatchAsync(Added + Added[..20]));

    [Fact]
    public async Task LineOverTheBound_EndsTheWatch() => await Assert.ThrowsAsync<IOException>(() => WatchAsync(new string(' ', 200_000)));

    [Fact]
    public async Task UnknownEvent_EndsTheWatch() =>
        await Assert.ThrowsAsync<IOException>(() => WatchAsync("""{"type":"REPLACED","object":{"metadata":{"resourceVersion":"5"}}}""" + "\n"));

    [Fact]
    public async Task ErrorLine_IsItsError()
    {
        var gone = await Assert.ThrowsAsync<KubeException>(
            () => WatchAsync("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""" + "\n"));

        Assert.True(gone.Error.IsGone);
    }

    [Fact]
    public async Task RefusedWatch_IsItsError()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(403, """{"code":403,"reason":"Forbidden","message":"no"}""");

        var refused = await Assert.ThrowsAsync<KubeException>(() => ReadAsync(server));

        Assert.Equal(403, refused.Error.Code);
    }

    private static async Task<List<WatchEvent<ConfigMap>>> WatchAsync(string lines)
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(200, lines);
        return await ReadAsync(server);
    }

    private static async Task<List<WatchEvent<ConfigMap>>> ReadAsync(FakeApiServer server)
    {
        var options = new WatchOptions { ResourceVersion = "4", LongestLine = 100_000 };
        return await server.Client().WatchAsync(Kinds.ConfigMaps, new(), options, Token).ToListAsync(Token);
    }
}
