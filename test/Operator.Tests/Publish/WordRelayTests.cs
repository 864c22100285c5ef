using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Publish;

/// <summary>Words of sidecars on their way to the leader, and the leader's on their way back, over real connections.</summary>
public sealed class WordRelayTests : IDisposable
{
    private readonly string _tokenFile = Path.GetTempFileName();
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    /// <summary>Once: relays that begin at one time read it.</summary>
    public WordRelayTests() => File.WriteAllText(_tokenFile, "operator\n");

    [Fact]
    public async Task Stream_BothWays_WordsArrive()
    {
        await using var host = await HostAsync();
        using var sidecar = await host.Open("a").HelloAsync();
        await sidecar.HearBundleAsync();

        await sidecar.SayAsync(GivenWords.Slices(1));
        await Eventually.HoldsAsync(() => host.Words.Sequence() == 1, "the word is heard");
        host.Boards.Down.Say("uid-a", GivenWords.Grants(7));

        Assert.Equal(7, (await sidecar.HearAsync())!.Grants!.Heard);
    }

    [Fact]
    public async Task Stream_WordOfAnotherProcess_IsNotHeard()
    {
        await using var host = await HostAsync();
        using var sidecar = await host.Open("a").HelloAsync();

        await sidecar.SayAsync(GivenWords.Slices(1, "another"));
        await sidecar.SayAsync(GivenWords.Used("fast"));
        await Eventually.HoldsAsync(() => host.Words.Find("uid-a", EnvelopeTypes.Used) is not null, "what came after it is heard");

        Assert.Equal(-1, host.Words.Sequence());
    }

    [Fact]
    public async Task Stream_UnknownTypeAndWordDownwards_AreSkipped()
    {
        await using var host = await HostAsync();
        using var sidecar = await host.Open("a").HelloAsync();

        await sidecar.SayRawAsync("{\"type\":\"tomorrow\",\"tomorrow\":{\"x\":1}}\n"u8.ToArray());
        await sidecar.SayAsync(GivenWords.Grants(1));
        await sidecar.SayAsync(GivenWords.Slices(1));

        await Eventually.HoldsAsync(() => host.Words.Sequence() == 1, "the stream goes on");
        Assert.Empty(host.Words.All(EnvelopeTypes.Grants));
    }

    [Fact]
    public async Task Stream_PodThatIsNotKnownYet_HearsItsBundleFirst()
    {
        await using var host = await HostAsync();
        host.Publish();
        using var sidecar = await host.Open("a").HelloAsync();
        await sidecar.SayAsync(GivenWords.Slices(1));
        await Eventually.HoldsAsync(() => host.Words.Sequence() == 1, "the word is heard");

        host.Boards.Down.Say("uid-a", GivenWords.Grants(1));
        host.Publish(Given.Bundle("a"));

        await sidecar.HearBundleAsync();
        Assert.Equal(1, (await sidecar.HearAsync())!.Grants!.Heard);
    }

    [Fact]
    public async Task Stream_WasReplaced_TheNewOneHears()
    {
        await using var host = await HostAsync();
        using var old = await host.Open("a").HelloAsync();
        await old.HearBundleAsync();
        await old.SayAsync(GivenWords.Slices(1));
        await Eventually.HoldsAsync(() => host.Words.Sequence() == 1, "the first stream is heard");
        using var sidecar = await host.Open("a").HelloAsync();
        await sidecar.HearBundleAsync();

        await sidecar.SayAsync(GivenWords.Slices(2));
        await Eventually.HoldsAsync(() => host.Words.Sequence() == 2, "the second one is");
        host.Boards.Down.Say("uid-a", GivenWords.Grants(2));

        Assert.Equal(2, (await sidecar.HearAsync())!.Grants!.Heard);
        Assert.True(await old.EndsAsync());
    }

    [Fact]
    public async Task Relay_ThreeReplicas_TheLeaderHearsAndAnswersEach()
    {
        await using var leader = await HostAsync();
        await using var second = await HostAsync();
        await using var third = await HostAsync();
        using var ofSecond = await RelayAsync(second, () => leader.Address, "second");
        using var ofThird = await RelayAsync(third, () => leader.Address, "third");
        using var a = await leader.Open("a").HelloAsync();
        using var b = await second.Open("b").HelloAsync();
        using var c = await third.Open("c").HelloAsync();
        leader.Words.Told += heard => leader.Boards.Down.Say(heard.PodUid, GivenWords.Grants(heard.Word.Slices!.Sequence));

        foreach (var (sidecar, sequence) in (IEnumerable<(SidecarClient, long)>)[(a, 1), (b, 2), (c, 3)])
        {
            await sidecar.HearBundleAsync();
            await sidecar.SayAsync(GivenWords.Slices(sequence));
            Assert.Equal(sequence, (await sidecar.HearAsync())!.Grants!.Heard);
        }

        Assert.Equal([1L, 2, 3], leader.Words.All(EnvelopeTypes.Slices).Select(heard => heard.Word.Slices!.Sequence).Order());
        Assert.Single(second.Words.All(EnvelopeTypes.Slices));
    }

    [Fact]
    public async Task Relay_LeaderChanges_TheNewOneIsToldEverythingAndAnswers()
    {
        await using var first = await HostAsync();
        await using var second = await HostAsync();
        await using var follower = await HostAsync();
        using var sidecar = await follower.Open("a").HelloAsync();
        await sidecar.HearBundleAsync();
        await sidecar.SayAsync(GivenWords.Slices(1));
        await sidecar.SayAsync(GivenWords.Used("fast"));
        var leader = first.Address;
        using var relay = await RelayAsync(follower, () => leader);
        await Eventually.HoldsAsync(() => first.Words.Sequence() == 1, "the first leader knows it");

        leader = second.Address;
        await Eventually.HoldsAsync(() => Passed(follower) && second.Words.Sequence() == 1 && second.Words.Find("uid-a", EnvelopeTypes.Used) is not null, "the second one does");
        second.Boards.Down.Say("uid-a", GivenWords.Grants(2));

        Assert.Equal(2, (await sidecar.HearAsync())!.Grants!.Heard);
    }

    [Fact]
    public async Task Relay_BeginsAfterAStreamEnded_ItsLastWordIsTold()
    {
        await using var leader = await HostAsync();
        await using var follower = await HostAsync();
        using (var sidecar = await follower.Open("a").HelloAsync())
        {
            await sidecar.SayAsync(GivenWords.Slices(9));
            await Eventually.HoldsAsync(() => follower.Words.Sequence() == 9, "the last word is heard");
        }

        await Eventually.HoldsAsync(() => follower.Words.From(SidecarBoard.Here).All(said => said.Ended), "the end is seen");
        using var relay = await RelayAsync(follower, () => leader.Address);

        await Eventually.HoldsAsync(() => leader.Words.Sequence() == 9, "the leader is told");
        await Eventually.HoldsAsync(() => leader.Words.From("operator-1").All(said => said.Ended), "and that the stream has ended");
    }

    [Fact]
    public async Task Relay_StreamEndsWhileTheRelayIsBroken_ItsWordsLeaveTheLeader()
    {
        await using var leader = await HostAsync();
        await using var follower = await HostAsync();
        var sidecar = await follower.Open("a").HelloAsync();
        await sidecar.SayAsync(GivenWords.Slices(1));
        using (var relay = await RelayAsync(follower, () => leader.Address))
            await Eventually.HoldsAsync(() => leader.Words.Sequence() == 1, "the leader is told");
        sidecar.Dispose();
        await Eventually.HoldsAsync(() => follower.Words.From(SidecarBoard.Here).All(said => said.Ended), "the end is seen");
        follower.Time.Advance(SidecarBoard.Grace);

        using var again = await RelayAsync(follower, () => leader.Address);
        await Eventually.HoldsAsync(() => leader.Words.From("operator-1").All(said => said.Ended), "what was not named has ended");
        leader.Time.Advance(SidecarBoard.Grace);

        Assert.Equal(-1, leader.Words.Sequence());
    }

    [Fact]
    public async Task Relay_OlderReplica_IsToldNothing()
    {
        await using var leader = await HostAsync();
        using var old = new RawReplica("""{"replica":"old"}""", Sidecar("a"));
        using var response = await old.OpenAsync(_http, leader.Address);
        await Eventually.HoldsAsync(() => leader.Sidecars.Present().ContainsKey("uid-a"), "the older replica's sidecar is known");

        leader.Boards.Down.Say("uid-a", GivenWords.Grants(1));
        old.Finish();

        Assert.Equal("", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).WithinBoundAsync());
    }

    [Fact]
    public async Task Relay_ReplicaThatNeverReads_StallsNobodyAndIsGivenUp()
    {
        await using var leader = await HostAsync();
        await using var quick = await HostAsync();
        using var relay = await RelayAsync(quick, () => leader.Address, "quick");
        using var sidecar = await quick.Open("a").HelloAsync();
        await sidecar.HearBundleAsync();
        await Eventually.HoldsAsync(() => leader.Sidecars.Find("uid-a", "quick") is not null, "the quick one's sidecar is known");
        using var slow = new RawReplica("""{"replica":"slow","listens":true}""", Sidecar("b"));
        using var response = await slow.OpenAsync(_http, leader.Address);
        await Eventually.HoldsAsync(() => leader.Sidecars.Find("uid-b", "slow") is not null, "the slow one's sidecar is known");

        for (var turn = 1; turn <= 20; turn++)
        {
            leader.Boards.Down.Say("uid-b", Large());
            leader.Boards.Down.Say("uid-a", GivenWords.Grants(turn));
            Assert.Equal(turn, (await sidecar.HearAsync())!.Grants!.Heard);
        }

        await Eventually.HoldsAsync(() => Passed(leader, LineWriter.Patience) && leader.Sidecars.Find("uid-b", "slow")?.Gone is not null, "the slow one is given up");
        Assert.Null(leader.Sidecars.Find("uid-a", "quick")!.Gone);
    }

    public void Dispose()
    {
        _http.Dispose();
        File.Delete(_tokenFile);
    }

    private static async Task<StreamHost> HostAsync()
    {
        var host = await StreamHost.StartAsync();
        host.Tokens["operator"] = new() { Namespace = "aigateway-system", ServiceAccount = RelayOptions.OperatorServiceAccount, Pod = "operator-1", PodUid = "op" };
        foreach (var pod in (string[])["a", "b", "c"]) host.Tokens[pod] = Given.Token(pod);
        host.Publish(Given.Bundle("a"), Given.Bundle("b"), Given.Bundle("c"));
        return host;
    }

    private async Task<ReportRelay> RelayAsync(StreamHost from, Func<Uri?> leader, string replica = "operator-1")
    {
        var options = new RelayOptions { Replica = replica, Namespace = "aigateway-system", TokenFile = _tokenFile, Time = from.Time };
        var relay = new ReportRelay(from.Boards, leader, _http, options, NullLogger<ReportRelay>.Instance);
        await relay.StartAsync(TestContext.Current.CancellationToken);
        return relay;
    }

    private static string Sidecar(string pod) =>
        $$$"""{"sidecar":{"podUid":"uid-{{{pod}}}","namespace":"team","pod":"{{{pod}}}","stream":"1","version":"1","epoch":"e","features":[]}}""";

    /// <summary>More than the windows of a stream that nobody reads.</summary>
    private static Envelope Large() => GivenWords.Verdicts(new string('x', 1024 * 1024));

    private static bool Passed(StreamHost host, TimeSpan? by = null)
    {
        host.Time.Advance(by ?? TimeSpan.FromSeconds(1));
        return true;
    }
}
