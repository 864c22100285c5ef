using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using AiGateway.Sidecar.Tests.Prices;

namespace AiGateway.Sidecar.Tests.Meters;

/// <summary>What a call cost, in its record, on the page, and in the report: the same everywhere, and never silently nothing.</summary>
public sealed class CostTests
{
    private readonly CallMeters _meters = new(TimeProvider.System);
    private readonly CallTotals _totals = new();

    [Fact]
    public void Add_CallWithAPrice_IsTheSameInRecordPageAndReport()
    {
        var cost = Take(new(1000, 500, UsageSource.Reported) { Cached = 1 });

        Assert.Equal("""{"usd":"0.006","source":"test:m","estimated":false}""", cost.GetRawText()); // 1000 * 2,000 + 500 * 8,000 nanos
        Assert.Contains(_meters.Costs.Cost.Read(), sample => sample == ("gen_ai_provider_name=\"openai\",gen_ai_request_model=\"fast\",estimated=\"false\"", 0.006));
        var report = _totals.ToReport("e", 1);
        Assert.Equal((6_000_000L, null, null), (report.CostNanos, report.EstimatedCostNanos, report.Unpriced));
    }

    [Fact]
    public void Add_EstimatedUsage_IsMarkedEverywhere()
    {
        Assert.Equal("""{"usd":"0.000002","source":"test:m","estimated":true}""", Take(new(1, 0, UsageSource.Estimated)).GetRawText());
        Assert.Contains("estimated=\"true\"", Assert.Single(_meters.Costs.Cost.Read()).Labels, StringComparison.Ordinal);
        Assert.Equal((2_000L, 2_000L), (_totals.ToReport("e", 1).CostNanos, _totals.ToReport("e", 1).EstimatedCostNanos));
    }

    [Fact]
    public void Add_ModelWithoutAPrice_IsToldToBeUnpriced()
    {
        Assert.Equal("""{"unpriced":true}""", Take(new(1000, 500, UsageSource.Reported), price: "other").GetRawText());
        Assert.Equal(("gen_ai_provider_name=\"openai\",gen_ai_request_model=\"fast\"", 1), Assert.Single(_meters.Costs.Unpriced.Read()));
        Assert.Empty(_meters.Costs.Cost.Read());
        Assert.Equal((null, 1L), (_totals.ToReport("e", 1).CostNanos, _totals.ToReport("e", 1).Unpriced));
    }

    [Fact]
    public void Add_CallThatUsedNothing_CostsNothingAndIsNotUnpriced()
    {
        Assert.Equal(JsonValueKind.Undefined, Take(default, price: "other").ValueKind);
        Assert.Null(_totals.ToReport("e", 1).Unpriced);
    }

    [Fact]
    public void Of_TargetWithoutANameOfItsOwn_IsPricedByTheNameThatWasAskedFor()
    {
        Assert.Equal(2_000, CallCosts.Of(TargetOf(null, "asked"), "asked", new(1, 0, UsageSource.Reported)).Nanos);
        Assert.True(CallCosts.Of(TargetOf(null, "asked"), "other", new(1, 0, UsageSource.Reported)).IsUnpriced);
    }

    [Fact]
    public void Add_ModelThatJudges_CostsToo()
    {
        var check = new GuardUsage(null!, "shop/main", "openai", "m") { Input = 1, Output = 0, IsReported = true, CostNanos = 7, PricedBy = "test:m" };
        _meters.Costs.Add(check);
        _meters.Costs.Add(check with { PricedBy = null, CostNanos = 0 });
        Assert.Equal(7e-9, Assert.Single(_meters.Costs.Cost.Read()).Value);
        Assert.Contains("\"judge\"", Assert.Single(_meters.Costs.Unpriced.Read()).Labels, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_NamesComeAndGoWithTheRules_SeriesAreBounded()
    {
        for (var i = 0; i < 5000; i++) _meters.Costs.Add("openai", $"m{i}", new(1, "s"));
        Assert.InRange(_meters.Costs.Cost.Read().Count(), 400, 510);
    }

    private static Target TargetOf(string? model, string price)
    {
        var given = Given.Target(new("http://127.0.0.1:1")).Provider;
        return new()
        {
            Provider = new()
            {
                Name = given.Name, Kind = given.Kind, Dialect = given.Dialect, BaseUrl = given.BaseUrl, KeyHeader = given.KeyHeader, KeyValue = given.KeyValue, Http = given.Http,
                Prices = GivenPrices.Book(GivenPrices.Rule(price)),
            },
            Model = model,
            ModelJson = null,
        };
    }

    /// <summary>Accounts for a call as its stage does, and gives the cost that its record tells.</summary>
    private JsonElement Take(Usage usage, string price = "m")
    {
        var target = TargetOf("m", price);
        var call = new Call { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = "fast" };
        Permit.From(call, Decision.Allow("shop/base", "fast", null)).Stops(out _, out var permit);
        Plan.From(permit!, Given.Route(["fast"], target)).Stops(out _, out var plan);
        var record = new CallRecord("c", DateTimeOffset.UnixEpoch, 0) { Call = call, Permit = permit, Plan = plan, Status = 200, EndedAt = 1 };
        record.Reply.Try(target);
        record.Reply.Usage = usage;
        record.Cost = CallCosts.Of(record);
        _meters.Add(record);
        _totals.Add(record);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) AuditLine.Write(json, record, TimeProvider.System);
        return JsonDocument.Parse(bytes.WrittenMemory).RootElement.TryGetProperty("cost", out var cost) ? cost.Clone() : default;
    }
}
