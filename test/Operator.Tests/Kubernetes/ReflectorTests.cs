using System.Collections.Concurrent;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class ReflectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task VersionThatIsGone_LeadsToANewList()
    {
        await using var server = (await FakeApiServer.StartAsync())
            .Then(200, List(10, "a"))
            .Then(200, """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""" + "\n")
            .Then(200, List(20, "b"))
            .Then(HoldAsync);

        var view = await RunUntilAsync(server, view => view.Seen == 20);

        Assert.Equal("b", Assert.Single(view.Objects).Key.Name);
        Assert.Equal(20UL, view.Changed);
        Assert.Contains("resourceVersion=10", server.Asked[1], StringComparison.Ordinal);
        Assert.Contains("allowWatchBookmarks=true", server.Asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerThatFails_LeavesTheViewAsItWasUntilAListSucceeds()
    {
        await using var server = (await FakeApiServer.StartAsync())
            .Then(200, List(10, "a"))
            .Then(500, "")
            .Then(404, """{"code":404,"reason":"NotFound","message":"the kind is not served yet"}""")
            .Then(503, "")
            .Then(200, List(20, "a", "b"))
            .Then(HoldAsync);
        var smallest = int.MaxValue;

        var view = await RunUntilAsync(server, view =>
        {
            if (view.Synced) smallest = Math.Min(smallest, view.Objects.Count);
            return view.Seen == 20;
        });

        Assert.Equal(2, view.Objects.Count);
        Assert.Equal(1, smallest);
    }

    [Fact]
    public async Task ServerThatEndsEachWatchAtOnce_IsNotAskedInATightLoop()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(200, List(10, "a")).Then(200, "").Then(200, List(20, "a")).Then(HoldAsync);

        await RunUntilAsync(server, view => view.Seen == 20);

        Assert.Contains("watch=true", server.Asked[1], StringComparison.Ordinal);
        Assert.DoesNotContain("watch=true", server.Asked[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangeThatCanWait_IsSignalledApart()
    {
        static string Event(string type, int version, string name) =>
            $$$"""{"type":"{{{type}}}","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","uid":"{{{name}}}","resourceVersion":"{{{version}}}"} } }""" + "\n";
        await using var server = (await FakeApiServer.StartAsync())
            .Then(200, List(10, "a"))
            .Then(200, Event("MODIFIED", 11, "a") + Event("ADDED", 12, "waits") + Event("MODIFIED", 13, "waits") + Event("DELETED", 14, "waits"))
            .Then(HoldAsync);
        var raised = new ConcurrentQueue<string>();
        var options = new ReflectorOptions<ConfigMap>
        {
            Signal = () => raised.Enqueue("now"), SignalLater = () => raised.Enqueue("later"), CanWait = (old, now) => old.Metadata.Name == "waits" && now.Metadata.Name == "waits",
        };

        await RunUntilAsync(server, view => view.Seen == 14 && raised.Count == 5, options);

        Assert.Equal(["now", "now", "now", "later", "now"], raised); // The list; a change; one that is new, waits, and goes.
    }

    private static async Task<ReflectorView<ConfigMap>> RunUntilAsync(FakeApiServer server, Func<ReflectorView<ConfigMap>, bool> condition, ReflectorOptions<ConfigMap>? given = null)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var options = (given ?? new()) with { FirstBackoff = TimeSpan.FromMilliseconds(10) };
        var clock = new ReflectorClock(TimeProvider.System, new Jitter(new Random(3)));
        var reflector = new Reflector<ConfigMap>(server.Client(), Kinds.ConfigMaps, options, clock, NullLogger.Instance);
        var running = reflector.RunAsync(stopping.Token);
        await Eventually.HoldsAsync(() => condition(reflector.Current), "the view is as it is to be", () => string.Join('\n', server.Asked));
        await stopping.CancelAsync();
        await running;
        return reflector.Current;
    }

    private static async Task HoldAsync(HttpContext http)
    {
        await http.Response.StartAsync(http.RequestAborted);
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string List(int version, params string[] names)
    {
        var items = names.Select(name => $$$"""{"metadata":{"name":"{{{name}}}","uid":"{{{name}}}","resourceVersion":"5"}}""");
        return $$$"""{"metadata":{"resourceVersion":"{{{version}}}"},"items":[{{{string.Join(',', items)}}}]}""";
    }
}
