using System.Globalization;
using System.Text;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;

namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>The reflector against an API server that goes away, comes back, cuts, hangs and forgets.</summary>
public sealed class ReflectorTests(ApiServerFixture server) : IAsyncLifetime
{
    private const int Rounds = 20;
    private const int WritesBetween = 10;

    private string space = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        await Widget.DefineAsync(server, Token);
        space = await server.NewNamespaceAsync(Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ServerRestartedAndWatchCutTwentyTimesEach_UnderChanges_LosesNothing()
    {
        await using var mirror = new MirrorUnderTest(server, space);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writer = new WidgetWriter(server.Client, space, seed: 7);
        var writing = writer.RunAsync(enough.Token);
        var cuts = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await WrittenAsync(writer);
            cuts += await CutAsync(mirror);
            await WrittenAsync(writer);
            await server.StopServerAsync(round % 2 == 0 ? "KILL" : "TERM", Token);
            await server.StartAsync(Token);
        }
        await WrittenAsync(writer);
        await enough.CancelAsync();
        await writing;

        await EqualsFreshListAsync(mirror);
        AssertMonotone(mirror);
        Assert.True(cuts >= Rounds, $"only {cuts} connections were cut");
        TestContext.Current.SendDiagnosticMessage($"{writer.Written} writes, {cuts} cuts, {Rounds} restarts, {mirror.Views.Count} views");
    }

    [Fact]
    public async Task DeletionInTheDark_IsFoundByTheNextListAndMovesChanged()
    {
        await CreateAsync("kept");
        await CreateAsync("lost");
        await using var mirror = new MirrorUnderTest(server, space);
        await mirror.UntilAsync(view => view.Objects.Count == 2);
        var before = mirror.Reflector.Current.Changed;

        mirror.Proxy.Refuses = true;
        mirror.Proxy.Cut();
        await server.Client.DeleteAsync(Widget.Of, new(space, "lost"), Token);
        mirror.Proxy.Refuses = false;
        await mirror.UntilAsync(view => view.Objects.Count == 1);

        var view = mirror.Reflector.Current;
        Assert.True(view.Changed > before);
        Assert.True(view.Seen >= view.Changed);
    }

    [Fact]
    public async Task StatusWrites_MoveSeenAndLeaveChanged()
    {
        await CreateAsync("one");
        await using var mirror = new MirrorUnderTest(server, space);
        await mirror.UntilAsync(view => view.Objects.Count == 1);
        var before = mirror.Reflector.Current;

        var status = Encoding.UTF8.GetBytes("""{"apiVersion":"test.aigateway.dev/v1","kind":"Widget","status":{"phase":"Good"}}""");
        var applied = await server.Client.ApplyStatusAsync(Widget.Of, new(space, "one"), status, new() { FieldManager = "test" }, Token);
        var version = ulong.Parse(applied.ValueOrThrow().Metadata.ResourceVersion, CultureInfo.InvariantCulture);
        await mirror.UntilAsync(view => view.Seen >= version);

        Assert.Equal(before.Changed, mirror.Reflector.Current.Changed);
        Assert.Equal(before.Objects.Single().Value.Metadata.Generation, mirror.Reflector.Current.Objects.Single().Value.Metadata.Generation);
    }

    [Fact]
    public async Task ConnectionThatHangsSilently_IsNoticedAndReplaced()
    {
        var bounds = new KubeTransportOptions { PingDelay = TimeSpan.FromSeconds(1), PingTimeout = TimeSpan.FromSeconds(1) };
        await using var mirror = new MirrorUnderTest(server, space, bounds);
        await mirror.UntilAsync(view => view.Synced);

        mirror.Proxy.Hang();
        await CreateAsync("after");

        await mirror.UntilAsync(view => view.Objects.Count == 1);
    }

    [Fact]
    public async Task WatchesThatEndByTheirTime_GoOnWhereTheyWereWithoutANewList()
    {
        await using var mirror = new MirrorUnderTest(server, space, watchTimeout: TimeSpan.FromSeconds(1.2));
        await mirror.UntilAsync(view => view.Synced);
        for (var i = 0; i < 30; i++)
        {
            await CreateAsync($"w{i}");
            await Task.Delay(100, Token);
        }
        await EqualsFreshListAsync(mirror);

        Assert.Equal(31, mirror.Views.Count); // One list, thirty events.
    }

    [Fact]
    public async Task RelistSoon_ReadsAnewAndSignals()
    {
        await using var mirror = new MirrorUnderTest(server, space);
        await mirror.UntilAsync(view => view.Synced);
        var seen = mirror.Reflector.Current.Seen;
        await server.NewNamespaceAsync(Token); // Another kind's change, which this watch does not tell of.

        await Eventually.HoldsAsync(
            () =>
            {
                mirror.Reflector.RelistSoon();
                return mirror.Views.Count >= 2;
            },
            "the kind is listed anew");

        Assert.True(mirror.Reflector.Current.Seen > seen);
    }

    [Fact]
    public async Task ObjectThatDoesNotFit_IsSetAsideAndDisturbsNoOther()
    {
        await CreateAsync("good");
        await server.PostAsync(Widget.Of.PathOfAll(space), """
            {"apiVersion":"test.aigateway.dev/v1","kind":"Widget","metadata":{"name":"odd"},"spec":{"value":"a word of a newer version"}}
            """, Token);
        await using var mirror = new MirrorUnderTest(server, space);
        await mirror.UntilAsync(view => view.Synced);

        var odd = Assert.Single(mirror.Reflector.Current.Unreadable).Value;
        Assert.Equal(("odd", "spec.value"), (odd.Metadata.Name, odd.Field));
        Assert.DoesNotContain("newer", odd.Message, StringComparison.Ordinal);
        Assert.Equal("good", Assert.Single(mirror.Reflector.Current.Objects).Key.Name);

        await server.Client.DeleteAsync(Widget.Of, new(space, "odd"), Token);
        await mirror.UntilAsync(view => view.Unreadable.IsEmpty);
        Assert.Single(mirror.Reflector.Current.Objects);
    }

    [Fact]
    public async Task Watch_FromACompactedVersion_IsGone()
    {
        var first = await CreateAsync("one");
        var last = await CreateAsync("two");
        using var etcd = new HttpClient { BaseAddress = server.EtcdUrl };
        var compact = new StringContent($$"""{"revision":{{last.Metadata.ResourceVersion}},"physical":true}""", Encoding.UTF8, "application/json");
        (await etcd.PostAsync(new Uri("/v3/kv/compaction", UriKind.Relative), compact, Token)).EnsureSuccessStatusCode();
        await server.StopServerAsync("TERM", Token); // Its cache would remember.
        await server.StartAsync(Token);
        await Widget.DefineAsync(server, Token);

        var watch = new WatchOptions { ResourceVersion = first.Metadata.ResourceVersion, Timeout = TimeSpan.FromSeconds(10) };
        var gone = await Assert.ThrowsAsync<KubeException>(
            async () => await server.Client.WatchAsync(Widget.Of, new() { Namespace = space }, watch, Token).CountAsync(Token));

        Assert.True(gone.Error.IsGone, gone.Message);
    }

    private async Task<Widget> CreateAsync(string name) =>
        (await server.Client.CreateAsync(Widget.Of, new Widget { Metadata = new() { Namespace = space, Name = name } }, Token)).ValueOrThrow();

    private static async Task WrittenAsync(WidgetWriter writer)
    {
        var goal = writer.Written + WritesBetween;
        await Eventually.HoldsAsync(() => writer.Written >= goal, "the writer goes on");
    }

    /// <summary>A reflector that pauses before it connects again has nothing to cut: the round waits for its connection.</summary>
    private static async Task<int> CutAsync(MirrorUnderTest mirror)
    {
        var cut = 0;
        await Eventually.HoldsAsync(() => (cut = mirror.Proxy.Cut()) > 0, "it connects");
        return cut;
    }

    private async Task EqualsFreshListAsync(MirrorUnderTest mirror)
    {
        var list = await server.Client.ListAsync(Widget.Of, new() { Namespace = space }, Token);
        var fresh = list.Items.Select(item => (item.Metadata.Name, item.Metadata.Uid, item.Metadata.ResourceVersion)).Order().ToList();
        bool Same(ReflectorView<Widget> view) =>
            view.Objects.Values.Select(item => (item.Metadata.Name, item.Metadata.Uid, item.Metadata.ResourceVersion)).Order().SequenceEqual(fresh);
        await mirror.UntilAsync(Same);
    }

    private static void AssertMonotone(MirrorUnderTest mirror)
    {
        foreach (var (before, after) in mirror.Views.Zip(mirror.Views.Skip(1)))
        {
            Assert.True(after.Seen >= before.Seen, $"Seen went from {before.Seen} to {after.Seen}");
            Assert.True(after.Changed >= before.Changed, $"Changed went from {before.Changed} to {after.Changed}");
            Assert.True(after.Changed <= after.Seen, $"Changed {after.Changed} is above Seen {after.Seen}");
        }
    }
}
