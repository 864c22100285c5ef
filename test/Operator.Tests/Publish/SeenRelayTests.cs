using System.IO.Pipelines;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Publish;

/// <summary>What sidecars saw, on its way to the board of whoever leads.</summary>
public sealed class SeenRelayTests : IDisposable
{
    private readonly string _tokenFile = Path.GetTempFileName();
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    [Fact]
    public async Task Stream_SidecarTellsWhatItSaw_StandsInItsState()
    {
        await using var host = await HostAsync();
        using var sidecar = await host.Open("a").HelloAsync();

        await sidecar.SayAsync(Saw(sidecar, "team/git", "read"));

        await Eventually.HoldsAsync(() => Tools(host, "team/git") is ["read"], "what was seen is heard");
    }

    [Fact]
    public async Task Stream_SidecarTellsAgain_TheNewWholeReplacesTheOld()
    {
        await using var host = await HostAsync();
        using var sidecar = await host.Open("a").HelloAsync();
        await sidecar.SayAsync(Saw(sidecar, "team/git", "read"));
        await Eventually.HoldsAsync(() => Tools(host, "team/git") is ["read"], "what was seen is heard");

        await sidecar.SayAsync(Saw(sidecar, "team/web", "get"));

        await Eventually.HoldsAsync(() => Tools(host, "team/web") is ["get"], "the new word is heard");
        Assert.Null(Tools(host, "team/git"));
    }

    [Fact]
    public async Task Stream_WordOfAnotherProcessOrNamespace_ChangesNothing()
    {
        await using var host = await HostAsync();
        using var sidecar = await host.Open("a").HelloAsync();

        await sidecar.SayAsync(Saw(sidecar, "other/git", "read"));
        await sidecar.SayAsync(Saw(sidecar, "team/git", "read") with { Seen = new() { Epoch = "another", Servers = [Server("team/git", "read")] } });
        await sidecar.AckAsync(await sidecar.HearBundleAsync());
        await Eventually.HoldsAsync(() => host.Sidecars.Acks == 1, "all is heard");

        Assert.Empty(host.Sidecars.Find("uid-a")!.Servers);
    }

    [Fact]
    public async Task Stream_ManySidecarsSeeTheSameList_OneCopyIsKept()
    {
        await using var host = await HostAsync();
        using var a = await host.Open("a").HelloAsync();
        using var b = await host.Open("b").HelloAsync();

        await a.SayAsync(Saw(a, "team/git", "read", "write"));
        await b.SayAsync(Saw(b, "team/git", "read", "write"));
        await Eventually.HoldsAsync(() => Tools(host, "team/git", "a") is not null && Tools(host, "team/git", "b") is not null, "both are heard");

        Assert.True(host.Sidecars.Find("uid-a")!.Servers[0].Tools == host.Sidecars.Find("uid-b")!.Servers[0].Tools);
    }

    [Fact]
    public async Task Relay_SidecarOnAnotherReplica_TheLeaderKnowsWhatItSaw()
    {
        await using var leader = await LeaderAsync();
        await using var follower = await HostAsync();
        using var sidecar = await follower.Open("a").HelloAsync();
        await sidecar.SayAsync(Saw(sidecar, "team/git", "read"));
        await Eventually.HoldsAsync(() => Tools(follower, "team/git") is ["read"], "what was seen is heard");

        using var relay = await RelayAsync(follower, () => leader.Address);
        await Eventually.HoldsAsync(() => Tools(leader, "team/git") is ["read"], "what was there is told");
        await sidecar.SayAsync(Saw(sidecar, "team/git", "read", "write"));

        await Eventually.HoldsAsync(() => Tools(leader, "team/git") is ["read", "write"], "what changes is told");
        await relay.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Relay_ReportAfterReport_KeepsWhatWasSeen()
    {
        await using var leader = await LeaderAsync();
        await using var follower = await HostAsync();
        using var sidecar = await follower.Open("a").HelloAsync();
        using var relay = await RelayAsync(follower, () => leader.Address);
        await sidecar.SayAsync(Saw(sidecar, "team/git", "read"));
        await Eventually.HoldsAsync(() => Tools(leader, "team/git") is ["read"], "what was seen is told");

        await sidecar.SayAsync(new Envelope { Type = EnvelopeTypes.Report, Report = new Report { Epoch = sidecar.Epoch, Sequence = 1, Calls = 7 } });
        await Eventually.HoldsAsync(() => leader.Sidecars.Present()["uid-a"].Report?.Calls == 7, "the report is told");

        Assert.Equal(["read"], Tools(leader, "team/git")!);
        await relay.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Relay_ReportAfterReport_NamesNoToolAgain()
    {
        var board = new SidecarBoard(new ManualTime());
        var state = State();
        board.Tell(SidecarBoard.Here, state);
        board.See(SidecarBoard.Here, new() { PodUid = "uid-a", Stream = "1", Servers = [Server("team/git", "read")] });
        using var lines = Lines(board);

        var first = await lines.TakeAsync(line => line.Contains("\"complete\":true", StringComparison.Ordinal));
        board.Change(state, known => known with { Report = new() { Epoch = "e", Sequence = 1 } });
        var second = await lines.TakeAsync(line => line.Contains("\"sequence\":1", StringComparison.Ordinal));
        board.See(SidecarBoard.Here, new() { PodUid = "uid-a", Stream = "1", Servers = [Server("team/git", "read", "write")] });
        var third = await lines.TakeAsync(line => line.Contains("\"write\"", StringComparison.Ordinal));

        Assert.Single(first, line => line.Contains("team/git", StringComparison.Ordinal));
        Assert.DoesNotContain(second, line => line.Contains("team/git", StringComparison.Ordinal));
        Assert.Single(third, line => line.Contains("team/git", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Relay_LeaderChanges_TheNewOneIsToldWhatWasSeen()
    {
        await using var first = await LeaderAsync();
        await using var second = await LeaderAsync();
        await using var follower = await HostAsync();
        using var sidecar = await follower.Open("a").HelloAsync();
        await sidecar.SayAsync(Saw(sidecar, "team/git", "read"));
        var leader = first.Address;
        using var relay = await RelayAsync(follower, () => leader);
        await Eventually.HoldsAsync(() => Tools(first, "team/git") is ["read"], "the first leader knows it");

        leader = second.Address;

        await Eventually.HoldsAsync(() => Passed(follower) && Tools(second, "team/git") is ["read"], "the second one does");
        await relay.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Relay_SidecarConnectsAnew_WhatTheOldStreamSawIsNotItsOwn()
    {
        await using var leader = await LeaderAsync();
        await using var follower = await HostAsync();
        using var relay = await RelayAsync(follower, () => leader.Address);
        using (var sidecar = await follower.Open("a").HelloAsync())
        {
            await sidecar.SayAsync(Saw(sidecar, "team/git", "read"));
            await Eventually.HoldsAsync(() => Tools(leader, "team/git") is ["read"], "what was seen is told");
        }

        using var old = await new SidecarClient(follower.Address, "a") { Epoch = "second" }.HelloAsync();

        await Eventually.HoldsAsync(() => leader.Sidecars.Present()["uid-a"] is { Epoch: "second", Servers: [] }, "a sidecar without the feature tells nothing");
        await relay.StopAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        File.Delete(_tokenFile);
    }

    private static async Task<StreamHost> HostAsync()
    {
        var host = await StreamHost.StartAsync();
        foreach (var pod in (string[])["a", "b"]) host.Tokens[pod] = Given.Token(pod);
        host.Publish(Given.Bundle("a"), Given.Bundle("b"));
        return host;
    }

    private static async Task<StreamHost> LeaderAsync()
    {
        var leader = await StreamHost.StartAsync();
        leader.Tokens["operator"] = new() { Namespace = "aigateway-system", ServiceAccount = RelayOptions.OperatorServiceAccount, Pod = "operator-1", PodUid = "op" };
        return leader;
    }

    private async Task<ReportRelay> RelayAsync(StreamHost from, Func<Uri?> leader)
    {
        await File.WriteAllTextAsync(_tokenFile, "operator\n", TestContext.Current.CancellationToken);
        var relay = new ReportRelay(from.Boards, leader, _http, Options(from.Time), NullLogger<ReportRelay>.Instance);
        await relay.StartAsync(TestContext.Current.CancellationToken);
        return relay;
    }

    private RelayOptions Options(TimeProvider time) => new() { Replica = "operator-1", Namespace = "aigateway-system", TokenFile = _tokenFile, Time = time };

    private RelayLines Lines(SidecarBoard board) => new(new RelayContent(new(board, new(new ManualTime()), new(board)), Options(new ManualTime())));

    private static bool Passed(StreamHost host)
    {
        host.Time.Advance(TimeSpan.FromSeconds(1));
        return true;
    }

    private static string[]? Tools(StreamHost host, string server, string pod = "a") =>
        host.Sidecars.Present().GetValueOrDefault("uid-" + pod)?.Servers.FirstOrDefault(seen => seen.Server == server)?.Tools.Select(tool => tool.Name).ToArray();

    private static Envelope Saw(SidecarClient sidecar, string server, params string[] tools) => new()
    {
        Type = EnvelopeTypes.Seen, Seen = new() { Epoch = sidecar.Epoch, Servers = [Server(server, tools)] },
    };

    private static SeenServer Server(string name, params string[] tools) => new()
    {
        Server = name,
        Tools = [.. tools.Select(tool => new SeenTool { Name = tool, Hash = new('a', 64) })],
        At = DateTimeOffset.UnixEpoch,
        ListedAt = DateTimeOffset.UnixEpoch,
    };

    private static SidecarState State() => new() { PodUid = "uid-a", Namespace = "team", Pod = "a", Stream = "1", Version = "1", Epoch = "e", Features = [] };

    /// <summary>What goes out over a relay, line by line.</summary>
    private sealed class RelayLines : IDisposable
    {
        private readonly Pipe _pipe = new();
        private readonly RelayContent _content;
        private readonly StreamReader _reader;

        public RelayLines(RelayContent content)
        {
            _content = content;
            _reader = new StreamReader(_pipe.Reader.AsStream(), Encoding.UTF8);
            _ = content.CopyToAsync(_pipe.Writer.AsStream(), TestContext.Current.CancellationToken);
        }

        /// <summary>The lines up to the first one that is meant.</summary>
        public async Task<List<string>> TakeAsync(Func<string, bool> isLast)
        {
            var lines = new List<string>();
            while (lines.Count == 0 || !isLast(lines[^1])) lines.Add((await _reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WithinBoundAsync())!);
            return lines;
        }

        public void Dispose()
        {
            _content.Dispose();
            _reader.Dispose();
        }
    }
}
