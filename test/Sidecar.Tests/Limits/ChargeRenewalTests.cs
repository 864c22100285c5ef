using System.Text;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Limits;

/// <summary>A call that somebody looks at opens its charge once, before that, and takes by it behind that what is asked by then.</summary>
public sealed class ChargeRenewalTests
{
    private const string Short = """{"model":"fast","max_tokens":10,"messages":[]}""";
    private const string Long = """{"model":"fast","max_tokens":10,"messages":[{"role":"user","content":"[EMAIL_0123456789] and much more of it"}]}""";

    private readonly LimitLedger _ledger = new(TimeProvider.System);
    private readonly Snapshot _snapshot = GivenLimits.Snapshot([Given.Target(new("http://127.0.0.1:1"))], GivenLimits.Rule(LimitUnit.InputTokens, 1000), GivenLimits.Rule(LimitUnit.Requests, 10));

    [Fact]
    public void Renew_NothingChanged_IsTheSameCharge()
    {
        var (charge, record) = Open();

        Assert.Same(charge, _ledger.Renew(charge, record, new HeaderDictionary()));
    }

    [Fact]
    public void Renew_ACheckChangedTheRequest_ReservesWhatIsAskedNow()
    {
        var (charge, record) = Open();
        Assert.Equal(Short.Length / 4, charge.Once.Input);

        record.Call!.Request!.Dispose();
        record.Call.Request = Read(Long);
        Assert.Null(_ledger.Renew(charge, record, new HeaderDictionary()).TryReserve(overdraws: false, out _));

        Assert.Equal((Long.Length / 4, Long.Length / 4), (charge.Once.Input, _ledger.Count(LimitUnit.InputTokens).Reserved));
    }

    /// <summary>A call may wait longer for a human than a limit stays that no rule names.</summary>
    [Fact]
    public void Renew_ALimitWasGivenUpMeanwhile_CountsWhereItIsFound()
    {
        var (charge, record) = Open();
        var state = _ledger.States.Single(state => state.Rule.Unit == LimitUnit.Requests);
        state.UnnamedSince = 1;
        _ledger.Drop(state);

        var renewed = _ledger.Renew(charge, record, new HeaderDictionary());
        Assert.Null(renewed.TryReserve(overdraws: false, out _));

        Assert.Equal(1, _ledger.Count(LimitUnit.Requests).Used);
    }

    private (CallCharge Charge, CallRecord Record) Open()
    {
        var call = new Call { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = "fast", Request = Read(Short) };
        Assert.False(Permit.From(call, null).Stops(out _, out var permit));
        Assert.False(Plan.From(permit, _snapshot.Routes.Find("fast")).Stops(out _, out var plan));
        var record = new CallRecord("c", default, 0) { Snapshot = _snapshot, Call = call, Plan = plan };
        return (_ledger.Open(plan, record, new HeaderDictionary())!, record);
    }

    private static ModelRequest Read(string json)
    {
        Assert.False(RequestReader.Read(GivenTools.Body(Encoding.UTF8.GetBytes(json)), new(WireFormat.OpenAiChat)).Stops(out _, out var request));
        return request;
    }
}
