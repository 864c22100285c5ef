using System.Net;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>A limit that is spent refuses before anybody is asked about the call, and without taking anything.</summary>
public sealed class SpentLimitTests
{
    private const string Chat = """{"model":"fast","max_tokens":10,"messages":[{"role":"user","content":"hello"}]}""";
    private const string Allow = """{"version":"v1","verdict":"allow"}""";

    public static TheoryData<string, int> Limits => new()
    {
        { "requests", 1 },
        { "tokens that the next call could not stay within", 1 },
        { "a limit that only records", 3 },
        { "a limit with room", 3 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Window_ThatIsSpent_RefusesBeforeChecksByACall(string limit, int asked)
    {
        var rule = limit switch
        {
            "requests" => GivenLimits.Rule(LimitUnit.Requests, 1),
            "a limit that only records" => GivenLimits.Rule(LimitUnit.Requests, 1, rule => rule with { Audit = true }),
            "a limit with room" => GivenLimits.Rule(LimitUnit.Requests, 3),
            _ => GivenLimits.Rule(LimitUnit.OutputTokens, 11),
        };
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        await using var house = await SidecarHouse.OpenAsync(Guarded(webhook, Given.Target(provider.BaseUrl), rule));

        for (var call = 0; call < 3; call++)
        {
            using var answer = await house.ChatAsync(Chat);
            Assert.Equal(call < asked ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, answer.StatusCode);
            await house.WhenQuietAsync();
        }

        Assert.Equal((asked, asked), (webhook.Calls.Count, provider.Calls.Count));
        Assert.Equal(0, house.Limits.Count(rule.Unit).Reserved);
        Assert.Equal(rule.Unit == LimitUnit.Requests ? asked : 4, house.Limits.Count(rule.Unit).Used);
        if (asked == 1) Assert.Contains($"aigateway_limit_reached_total{{limit=\"{rule.Limit}\",scope=\"pod\",mode=\"enforce\"}} 2", house.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Money_OfAModelWithoutAPrice_IsRefusedBeforeChecksByACall()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        await using var house = await SidecarHouse.OpenAsync(Guarded(webhook, Given.Target(provider.BaseUrl), GivenLimits.Rule(LimitUnit.Usd, 1_000_000_000)));

        using var answer = await house.ChatAsync(Chat);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(webhook.Calls);
    }

    [Fact]
    public void Slice_OfWhichTheOperatorHasNoMore_RefusesBeforeChecksUntilThatIsOld()
    {
        var clock = new ManualTime();
        var ledger = new LimitLedger(clock);
        var snapshots = new SnapshotHolder();
        var isConnected = true;
        var words = new SliceWords(ledger, snapshots, new("e1"), new(), () => isConnected);
        var snapshot = GivenLimits.Snapshot([Given.Target(new("http://127.0.0.1:1"))], GivenLimits.Leased(LimitUnit.OutputTokens, 100_000));
        snapshots.Swap(snapshot);

        Assert.Null(Look(ledger, snapshot)); // Nobody has said anything yet.
        Grant(words, granted: 1023, left: 0, clock.GetUtcNow().AddMinutes(1));
        Assert.NotNull(Look(ledger, snapshot));
        isConnected = false;
        Assert.Null(Look(ledger, snapshot)); // What holds then, the limit says when it is asked.
        isConnected = true;
        clock.Advance(TimeSpan.FromMilliseconds(SliceCount.FreshFor));
        Assert.Null(Look(ledger, snapshot));
        Grant(words, granted: 1023, left: 5000, clock.GetUtcNow().AddMinutes(1));
        Assert.Null(Look(ledger, snapshot));
        Grant(words, granted: 1024, left: 0, clock.GetUtcNow().AddMinutes(1));
        Assert.Null(Look(ledger, snapshot));
        Assert.Equal((0, 0), (ledger.Count(LimitUnit.OutputTokens).Reserved, ledger.Count(LimitUnit.OutputTokens).Used));
    }

    private static Sidecar.Calls.Refusal? Look(LimitLedger ledger, Snapshot snapshot)
    {
        var (plan, record) = GivenLimits.Call(snapshot);
        return ledger.Open(plan, record, new HeaderDictionary())!.Look();
    }

    private static void Grant(SliceWords words, long granted, long left, DateTimeOffset roomAt)
    {
        words.Forget();
        Assert.True(words.TryNext(out var asked));
        var slice = Assert.Single(asked.Slices!.Slices);
        words.Hear(new()
        {
            Type = EnvelopeTypes.Grants,
            Grants = new() { Epoch = "e1", Heard = asked.Slices.Sequence, Grants = [new() { Limit = slice.Limit, Scope = slice.Scope, Key = slice.Key, Granted = granted, Left = left, RoomAt = roomAt }] },
        });
    }

    private static Snapshot Guarded(Upstream webhook, Target target, LimitRule rule)
    {
        var check = GivenCalled.Webhook(settings => settings with { TimeoutMilliseconds = 20_000 }) with { On = [GuardPlace.Input] };
        return new()
        {
            Agent = Given.Agent,
            Revision = "r1",
            Sources = [],
            Rules = new([Given.Policy("base", "fast")]),
            Routes = new([GivenCalled.Guarded(Given.Route(["fast"], target), GivenCalled.Check(check, GivenCalled.Account(webhook.BaseUrl)))]),
            Limits = GivenLimits.Plan(rule),
        };
    }
}
