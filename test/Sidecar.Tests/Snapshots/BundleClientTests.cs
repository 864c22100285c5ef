using System.Text;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>The whole stream, over TLS and HTTP/2, against an operator that a test speaks for.</summary>
public sealed class BundleClientTests : ClientStreamTests
{
    [Fact]
    public async Task Hello_FirstLine_SaysWhatTheSidecarIsAndHas()
    {
        var (stream, hello) = await OpenAsync();

        Assert.Equal("Bearer token-1", stream.Token);
        Assert.Equal((Protocol.Version, "9.8.7", "epoch-1"), (hello.Protocol, hello.Version, hello.Epoch));
        Assert.Equal(Features.All, hello.Features);
        Assert.Null(hello.InForce);
    }

    [Fact]
    public async Task Enforcement_RightAfterEachHelloAndWhenItChanges_IsTold()
    {
        var (stream, _) = await OpenAsync();
        Assert.Equal(_house!.Enforcement, (await stream.ReadAsync())!.Enforcement);

        _house.Enforcement = new Enforcement { Level = EnforcementLevel.Cooperative, Reason = "somebody got around it" };
        Assert.Equal(_house.Enforcement, (await stream.ReadAsync(EnvelopeTypes.Enforcement)).Enforcement);

        stream.Close();
        var (next, _) = await _operator!.GreetAsync();
        Assert.Equal(_house.Enforcement, (await next.ReadAsync())!.Enforcement);
    }

    [Fact]
    public async Task Enforcement_Unchanged_IsToldOnce()
    {
        var (stream, _) = await OpenAsync();
        await stream.ReadAsync(EnvelopeTypes.Enforcement);

        for (var calls = 1; calls <= 3; calls++)
        {
            _house!.Totals = _house.Totals with { Calls = calls };
            Assert.Equal(EnvelopeTypes.Report, (await stream.ReadAsync())!.Type);
        }
    }

    [Fact]
    public async Task Bundle_Good_IsInForceBeforeItIsAcknowledged()
    {
        var (stream, _) = await OpenAsync();
        var bundle = GivenBundle.With();

        await stream.SendAsync(bundle);
        var ack = (await stream.ReadAsync(EnvelopeTypes.Ack)).Ack!;

        Assert.Equal(bundle.Revision, ack.InForce.Revision);
        Assert.Equal(bundle.Revision, _house!.Holder.Current!.Revision);
        Assert.Equal(bundle.Positions, ack.InForce.Positions);
        Assert.Equal(3, Assert.Single(ack.InForce.Sources).Generation);
    }

    [Fact]
    public async Task Bundle_OfANewerProtocol_IsRefusedAndTheLastGoodOneStays()
    {
        var (stream, good) = await OpenWithBundleAsync();

        await stream.SendAsync(GivenBundle.Raw("{\"of\":\"tomorrow\"}"u8.ToArray()) with { Protocol = Protocol.Version + 1 });
        var nack = (await stream.ReadAsync(EnvelopeTypes.Nack)).Nack!;

        Assert.Equal(NackReasons.ProtocolTooNew, nack.Reason);
        Assert.Equal(good.Revision, _house!.Holder.Current!.Revision);
    }

    [Fact]
    public async Task Bundle_OfALaggingReplica_IsRefusedAndTheLastGoodOneStays()
    {
        var (stream, good) = await OpenWithBundleAsync();

        await stream.SendAsync(GivenBundle.With(rules => rules with { Routes = [] }, GivenBundle.At("AgentPolicy", 9, 9)));
        var nack = (await stream.ReadAsync(EnvelopeTypes.Nack)).Nack!;

        Assert.Equal(NackReasons.StaleSources, nack.Reason);
        Assert.Equal(good.Revision, _house!.Holder.Current!.Revision);
    }

    [Fact]
    public async Task Line_OfAnUnknownTypeOrMember_IsSkipped()
    {
        var (stream, _) = await OpenAsync();

        await stream.SendAsync("{\"type\":\"lease\",\"lease\":{\"id\":1}}\n"u8.ToArray());
        await stream.SendAsync("\n"u8.ToArray());
        await stream.SendAsync(GivenBundle.With());

        Assert.NotNull((await stream.ReadAsync(EnvelopeTypes.Ack)).Ack);
    }

    [Fact]
    public async Task Line_ThatIsNoEnvelope_IsRefusedAndTheStreamGoesOn()
    {
        var (stream, _) = await OpenAsync();

        await stream.SendAsync("{\"type\":\"bundle\",\n"u8.ToArray());
        Assert.Equal(NackReasons.Invalid, (await stream.ReadAsync(EnvelopeTypes.Nack)).Nack!.Reason);
        await stream.SendAsync(GivenBundle.With());

        Assert.NotNull((await stream.ReadAsync(EnvelopeTypes.Ack)).Ack);
    }

    [Fact]
    public async Task Line_ByteByByte_IsReadWhole()
    {
        var (stream, _) = await OpenAsync();

        foreach (var piece in GivenBundle.Line(GivenBundle.With()).Chunk(7)) await stream.SendAsync(piece);

        Assert.NotNull((await stream.ReadAsync(EnvelopeTypes.Ack)).Ack);
    }

    [Fact]
    public async Task Line_LongerThanTheBound_EndsTheStreamAndTheSidecarComesAgain()
    {
        var (stream, good) = await OpenWithBundleAsync();

        var endless = new byte[Protocol.MaxLineBytes / 4];
        Array.Fill(endless, (byte)'x');
        for (var quarter = 0; quarter < 5; quarter++) await stream.TrySendAsync(endless);

        var (_, hello) = await _operator!.GreetAsync();
        Assert.Equal(good.Revision, hello.InForce!.Revision);
        Assert.Equal(good.Revision, _house!.Holder.Current!.Revision);
    }

    [Fact]
    public async Task Operator_Away_RulesStayAndTheSidecarReturnsWithThem()
    {
        var port = FreePort.Find(); // Nobody gets it while the operator is away.
        _operator = await FakeOperator.StartAsync(_authority.Issue("localhost"), port);
        _house = new ClientHouse(_operator.Url, _authority.Pem);
        await _house.StartAsync();
        var (stream, _) = await _operator.GreetAsync();
        var good = await ProgramAsync(stream);

        await _operator.DisposeAsync();
        await Eventually.HoldsAsync(() => !_house!.Keeper.Facts.Connected, "the loss is noticed");
        Assert.Equal(good.Revision, _house!.Holder.Current!.Revision);

        _operator = await FakeOperator.RestartAsync(_authority.Issue("localhost"), port);
        var (_, hello) = await _operator.GreetAsync();
        Assert.Equal(good.Revision, hello.InForce!.Revision);
        Assert.Equal(good.Positions, hello.InForce.Positions);
    }

    [Fact]
    public async Task Operator_CutOffWithoutAWord_IsNoticedByItsSilence()
    {
        _operator = await FakeOperator.StartAsync(_authority.Issue("localhost"));
        using var wire = new Relay(_operator.Port);
        _house = new ClientHouse(new Uri($"https://localhost:{wire.Port}"), _authority.Pem);
        _house.Options = _house.Options with { PingAfter = TimeSpan.FromSeconds(3), ReportEvery = TimeSpan.FromHours(1) };
        await _house.StartAsync();
        var (stream, _) = await _operator.GreetAsync();
        await stream.SendAsync(GivenBundle.With());
        await stream.ReadAsync(EnvelopeTypes.Ack);

        wire.Cut();

        await Eventually.HoldsAsync(() => !_house.Keeper.Facts.Connected, "the silence is noticed");
        Assert.NotNull(_house.Holder.Current);
    }

    [Fact]
    public async Task Restart_WithTheOperatorAway_BeginsWithTheLastGoodBundle()
    {
        var (_, good) = await OpenWithBundleAsync();
        await _house!.StopAsync();
        await _operator!.DisposeAsync();

        await using var next = new ClientHouse(_operator.Url, _authority.Pem, _house.Folder);
        await next.StartAsync();

        Assert.Equal(good.Revision, next.Holder.Current!.Revision);
        Assert.False(next.Keeper.Facts.Connected);
    }

    [Fact]
    public async Task Report_WhenTotalsChange_GoesUpOnceWithAGrowingNumber()
    {
        var (stream, _) = await OpenAsync();
        _house!.Totals = _house.Totals with { Calls = 1, InputTokens = 12 };

        var first = (await stream.ReadAsync(EnvelopeTypes.Report)).Report!;
        while (first.Calls == 0) first = (await stream.ReadAsync(EnvelopeTypes.Report)).Report!;
        _house.Totals = _house.Totals with { Calls = 2 };
        var second = (await stream.ReadAsync(EnvelopeTypes.Report)).Report!;

        Assert.Equal(("epoch-1", 1, 12), (first.Epoch, first.Calls, first.InputTokens));
        Assert.Equal((2, first.Sequence + 1), (second.Calls, second.Sequence));
    }

    [Fact]
    public async Task Seen_WhenAServerWasListed_GoesUpAndAgainOnTheNextStream()
    {
        var (stream, _) = await OpenAsync();
        _house!.Servers = [new() { Server = "team/git", Tools = [new() { Name = "read", Hash = new('a', 64) }], At = DateTimeOffset.UnixEpoch }];

        var first = (await stream.ReadAsync(EnvelopeTypes.Seen)).Seen!;
        stream.Close();
        (stream, _) = await _operator!.GreetAsync();
        var second = (await stream.ReadAsync(EnvelopeTypes.Seen)).Seen!;

        Assert.Equal(("epoch-1", "team/git", "read"), (first.Epoch, first.Servers[0].Server, first.Servers[0].Tools.Single().Name));
        Assert.Equal(first.Servers[0].Tools, second.Servers[0].Tools.AsEnumerable());
    }

    [Fact]
    public async Task Stop_WithNewTotals_SendsALastReportAndEndsTheRequest()
    {
        await StartAsync(_authority.Issue("localhost"), _authority.Pem, vary: house => house.Options = house.Options with { ReportEvery = TimeSpan.FromHours(1), Farewell = Eventually.Bound });
        var (stream, _) = await _operator!.GreetAsync();
        await Eventually.HoldsAsync(() => _house!.Keeper.Facts.Connected, "the stream is open");
        _house!.Totals = _house.Totals with { Calls = 7 };

        var stopping = _house.StopAsync();
        var last = await stream.ReadAsync(EnvelopeTypes.Report);

        Assert.Equal(7, last.Report!.Calls);
        Assert.Null(await stream.ReadAsync());
        stream.Close();
        await stopping.WithinBoundAsync();
    }

    [Fact]
    public async Task Finish_FromTheOperator_IsHandedOn()
    {
        var (stream, _) = await OpenAsync();

        await stream.SendAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"{EnvelopeTypes.Finish}\"}}\n"));

        await _house!.Finished.Task.WithinBoundAsync();
    }

    private async Task<(FakeStream Stream, Bundle Bundle)> OpenWithBundleAsync()
    {
        var (stream, _) = await OpenAsync();
        return (stream, await ProgramAsync(stream));
    }

    private static async Task<Bundle> ProgramAsync(FakeStream stream)
    {
        var bundle = GivenBundle.With();
        await stream.SendAsync(bundle);
        await stream.ReadAsync(EnvelopeTypes.Ack);
        return bundle;
    }
}
