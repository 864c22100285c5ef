using System.Net;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Rig;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Limits;

/// <summary>Slices of a leased limit, through the whole sidecar, with the leader in the hands of the test.</summary>
public sealed class SliceTests
{
    private const string Chat = """{"model":"fast","max_tokens":10,"messages":[]}""";

    [Fact]
    public async Task Call_ThatFindsTheSliceEmpty_WaitsForTheGrantAndPasses()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        await using var house = await OpenAsync(upstream, GivenLimits.Leased(LimitUnit.OutputTokens, 1000));
        var leader = new Leader(house);

        var call = house.ChatAsync(Chat);
        var asked = await leader.HearAsync(slice => slice.Wanted >= 10);
        leader.Grant(asked, granted: 50);
        using var answer = await call;
        await house.WhenQuietAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var told = await leader.HearAsync(slice => slice.Used == 4);
        Assert.Equal((50, 0, 0), (told.Slices[0].Granted, told.Slices[0].Reserved, told.Slices[0].Returned));
    }

    [Fact]
    public async Task Call_WhoseSliceTheLeaderDoesNotFill_IsRefusedAtItsAnswer()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        await using var house = await OpenAsync(upstream, GivenLimits.Leased(LimitUnit.OutputTokens, 1000));
        var leader = new Leader(house);

        var call = house.ChatAsync(Chat);
        var room = DateTimeOffset.UnixEpoch.AddYears(70);
        leader.Grant(await leader.HearAsync(slice => slice.Wanted >= 10), granted: 9, roomAt: room);
        leader.Grant(await leader.HearAsync(slice => slice is { Granted: 9, Wanted: > 0 }), granted: 9, roomAt: room);
        using var answer = await call;

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("shop/OutputTokens", Assert.Single(answer.Headers.GetValues("x-aigateway-limit")));
        Assert.Equal(31 * 24 * 3600, int.Parse(Assert.Single(answer.Headers.GetValues("Retry-After"))));
    }

    [Theory]
    [InlineData(AwayAction.Deny, HttpStatusCode.TooManyRequests, 0)]
    [InlineData(AwayAction.Allow, HttpStatusCode.OK, 4)]
    public async Task Call_WhileTheOperatorIsAway_IsWhatTheLimitSays(AwayAction away, HttpStatusCode status, long used)
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        await using var house = await OpenAsync(upstream, GivenLimits.Leased(LimitUnit.OutputTokens, 1000, rule => rule with { WhenAway = away }));
        var leader = new Leader(house) { IsConnected = false };

        using var answer = await house.ChatAsync(Chat);
        await house.WhenQuietAsync();

        Assert.Equal(status, answer.StatusCode);
        var told = await leader.HearAsync(_ => true);
        Assert.Equal((used, 0, 0), (told.Slices[0].Used, told.Slices[0].Granted, told.Slices[0].Reserved));
    }

    [Fact]
    public async Task Grant_ThatIsRepeatedOldOrAnothers_ChangesNothing()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        await using var house = await OpenAsync(upstream, GivenLimits.Leased(LimitUnit.OutputTokens, 1000));
        var leader = new Leader(house);
        var asked = await leader.HearAsync(slice => slice.Wanted > 0);

        leader.Grant(asked, granted: 30);
        leader.Grant(asked, granted: 30);
        leader.Grant(asked, granted: 10);
        leader.Grant(asked with { Epoch = "another" }, granted: 500);

        Assert.Equal(30, ((SliceCount)house.Limits.Count(LimitUnit.OutputTokens)).Free);
    }

    [Fact]
    public void Slice_ThatNobodyUses_GoesBackAfterAWhile()
    {
        var clock = new ManualTime();
        var ledger = new LimitLedger(clock);
        var snapshots = new SnapshotHolder();
        var words = new SliceWords(ledger, snapshots, new("e1"), new(), static () => true);
        snapshots.Swap(GivenLimits.Snapshot([], GivenLimits.Leased(LimitUnit.Requests, 1000)));
        Assert.True(words.TryNext(out var asked));
        words.Hear(Leader.WordOf(asked.Slices!, 10));

        clock.Advance(SliceWords.IdleAfter);

        Assert.True(words.TryNext(out var told));
        var slice = Assert.Single(told.Slices!.Slices);
        Assert.Equal((10, 10, 0), (slice.Granted, slice.Returned, slice.Wanted));
    }

    [Fact]
    public void Stop_GivesBackWhatIsLeft_AndCountsWhatIsHeldAsUsed()
    {
        var ledger = new LimitLedger(new ManualTime());
        var snapshots = new SnapshotHolder();
        var words = new SliceWords(ledger, snapshots, new("e1"), new(), static () => true);
        var snapshot = GivenLimits.Snapshot([Given.Target(new("http://127.0.0.1:1"))], GivenLimits.Leased(LimitUnit.OutputTokens, 100_000));
        snapshots.Swap(snapshot);
        Assert.True(words.TryNext(out var asked));
        words.Hear(Leader.WordOf(asked.Slices!, 5000));
        var (plan, record) = GivenLimits.Call(snapshot);
        Assert.Null(ledger.Open(plan, record, new HeaderDictionary())!.TryReserve(overdraws: false, out _));

        words.Close();

        Assert.True(words.TryNext(out var last));
        var slice = Assert.Single(last.Slices!.Slices);
        Assert.Equal((5000, OutputSeen.Unseen, OutputSeen.Unseen, 5000 - OutputSeen.Unseen, true), (slice.Granted, slice.Used, slice.Estimated, slice.Returned, slice.Final));
        Assert.NotNull(ledger.Open(plan, record, new HeaderDictionary())!.TryReserve(overdraws: true, out _));
    }

    private static Task<SidecarHouse> OpenAsync(Upstream upstream, LimitRule rule) => SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl), rule));

    /// <summary>The operator's end.</summary>
    private sealed class Leader
    {
        private readonly SliceWords _words;

        public Leader(SidecarHouse house) => _words = new(house.Limits, house.Snapshots, new("e1"), new(), () => IsConnected);

        public bool IsConnected { get; init; } = true;

        /// <summary>The next word with a slice of which this holds.</summary>
        public async Task<SliceWord> HearAsync(Func<SliceState, bool> holds)
        {
            SliceWord? heard = null;
            await Eventually.HoldsAsync(() => _words.TryNext(out var word) && (heard = word.Slices!).Slices.Any(holds), "the sidecar says so");
            return heard!;
        }

        public void Grant(SliceWord asked, long granted, DateTimeOffset? roomAt = null) => _words.Hear(WordOf(asked, granted, roomAt));

        public static Envelope WordOf(SliceWord asked, long granted, DateTimeOffset? roomAt = null) => new()
        {
            Type = EnvelopeTypes.Grants,
            Grants = new()
            {
                Epoch = asked.Epoch,
                Heard = asked.Sequence,
                Grants = [.. asked.Slices.Select(slice => new SliceGrant { Limit = slice.Limit, Scope = slice.Scope, Key = slice.Key, Granted = granted, RoomAt = roomAt })],
            },
        };
    }
}
