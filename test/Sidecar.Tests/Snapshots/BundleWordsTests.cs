using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Words for the leader and of it, over the whole stream.</summary>
public sealed class BundleWordsTests : IAsyncDisposable
{
    private readonly TestAuthority _authority = new("operator");
    private readonly Counter _word = new();
    private readonly Ear _ear = new();
    private readonly Nudge _nudge = new();
    private ClientHouse? _house;
    private FakeOperator? _operator;

    public async ValueTask DisposeAsync()
    {
        if (_house is not null) await _house.DisposeAsync();
        if (_operator is not null) await _operator.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Word_OnEachStream_IsToldAnewRightAfterTheHello()
    {
        _word.Say(1);
        var stream = await OpenAsync();
        Assert.Equal(1, await NextAsync(stream));

        stream.Close();
        var (again, _) = await _operator!.GreetAsync();

        Assert.Equal(1, await NextAsync(again));
    }

    [Fact]
    public async Task Word_Nudged_DoesNotWaitForThePeriod()
    {
        var stream = await OpenAsync(options => options with { ReportEvery = TimeSpan.FromHours(1) });

        for (var number = 1; number <= 3; number++)
        {
            _word.Say(number);
            _nudge.Raise();
            Assert.Equal(number, await NextAsync(stream));
        }
    }

    [Fact]
    public async Task Word_NotNudged_GoesUpWithTheNextPeriod()
    {
        var stream = await OpenAsync();

        _word.Say(1);

        Assert.Equal(1, await NextAsync(stream));
    }

    [Fact]
    public async Task Word_RaisedByManyAtOnce_EachRoundTellsTheNewestAndNoneIsOld()
    {
        var stream = await OpenAsync();
        const int Last = 5000;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var turn = 0; turn < Last / 4; turn++)
            {
                _word.Add();
                _nudge.Raise();
            }
        })));

        var heard = new List<long> { 0 };
        while (heard[^1] < Last) heard.Add(await NextAsync(stream));
        Assert.Equal(heard.Order(), heard);
        Assert.Equal(heard.Count, heard.Distinct().Count());
    }

    [Fact]
    public async Task Word_OperatorThatDoesNotRead_IsNotQueuedAndTheStreamLives()
    {
        _word.Padding = new string('x', 100_000);
        var stream = await OpenAsync(options => options with { ReportEvery = TimeSpan.FromHours(1), NudgeEvery = TimeSpan.FromMilliseconds(1) });
        for (var turn = 0; turn < 1000; turn++)
        {
            _word.Add();
            _nudge.Raise();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        var lines = 0;
        while (await NextAsync(stream) < 1000) lines++;

        Assert.InRange(lines, 1, 100);
        Assert.Equal(0, _house!.Attempts);
    }

    [Fact]
    public void Word_OfAThousandKeysKeptShort_IsFollowedByALongerPause()
    {
        var each = TimeSpan.FromMilliseconds(10);

        Assert.Equal(each, BundleStream.PauseAfter(each, 1));
        Assert.Equal(TimeSpan.FromMilliseconds(170), BundleStream.PauseAfter(each, AiGateway.Contracts.Limits.SliceWord.MaxSlices));
    }

    [Fact]
    public async Task Word_AtTheEnd_IsToldALastTime()
    {
        var stream = await OpenAsync(options => options with { ReportEvery = TimeSpan.FromHours(1), Farewell = Eventually.Bound });
        await stream.SendAsync(GivenBundle.With());
        await stream.ReadAsync(EnvelopeTypes.Ack);

        _word.Say(9);
        var stopping = _house!.StopAsync();

        Assert.Equal(9, await NextAsync(stream));
        Assert.Null(await stream.ReadAsync());
        stream.Close();
        await stopping;
    }

    [Fact]
    public async Task Ear_LineOfTheOperator_IsHandedOnAndBundlesAreNot()
    {
        var stream = await OpenAsync();

        await stream.SendAsync(Line(new() { Type = EnvelopeTypes.Grants, Grants = new() { Epoch = "epoch-1", Heard = 3, Grants = [] } }));
        await stream.SendAsync("{\"type\":\"tomorrow\",\"x\":[1]}\n"u8.ToArray());
        await stream.SendAsync(GivenBundle.With());
        await stream.ReadAsync(EnvelopeTypes.Ack);

        Assert.Equal([EnvelopeTypes.Grants, "tomorrow"], _ear.Heard.Select(word => word.Type));
        Assert.Equal(3, _ear.Heard[0].Grants!.Heard);
    }

    [Fact]
    public async Task Nudge_RaisedManyTimes_IsOne()
    {
        for (var turn = 0; turn < 100; turn++) _nudge.Raise();
        await _nudge.WaitAsync(TestContext.Current.CancellationToken);

        var next = _nudge.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
        _nudge.Raise();
        await next;
    }

    private static ReadOnlyMemory<byte> Line(Envelope envelope) => (byte[])[.. BundleJson.WriteLine(envelope), (byte)'\n'];

    private static async Task<long> NextAsync(FakeStream stream) => (await stream.ReadAsync(EnvelopeTypes.Slices)).Slices!.Sequence;

    private async Task<FakeStream> OpenAsync(Func<BundleClientOptions, BundleClientOptions>? change = null)
    {
        _operator = await FakeOperator.StartAsync(_authority.Issue("localhost"));
        _house = new ClientHouse(_operator.Url, _authority.Pem);
        var options = _house.Options with { Words = [_word], Ears = [_ear], Nudge = _nudge };
        _house.Options = change?.Invoke(options) ?? options;
        await _house.StartAsync();
        return (await _operator.GreetAsync()).Stream;
    }

    /// <summary>A word whose whole state is one number.</summary>
    private sealed class Counter : IUpWord
    {
        private long _state;
        private long _told;

        public string Padding { get; set; } = "";

        public void Say(long state) => Volatile.Write(ref _state, state);

        public void Add() => Interlocked.Increment(ref _state);

        public void Forget() => Volatile.Write(ref _told, 0);

        public bool TryNext([NotNullWhen(true)] out Envelope? word)
        {
            var state = Volatile.Read(ref _state);
            word = state == Volatile.Read(ref _told) ? null : new() { Type = EnvelopeTypes.Slices, Slices = new() { Epoch = "epoch-1" + Padding, Sequence = state, Slices = [] } };
            Volatile.Write(ref _told, state);
            return word is not null;
        }
    }

    private sealed class Ear : IDownWord
    {
        public List<Envelope> Heard { get; } = [];

        public void Hear(Envelope word) => Heard.Add(word);
    }
}
