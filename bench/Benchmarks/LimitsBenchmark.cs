using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Snapshots;
using BenchmarkDotNet.Attributes;

namespace AiGateway.Benchmarks;

/// <summary>What ten limits cost a call: found, reserved and settled. One in money, one by model, one by an end user, one leased.</summary>
[MemoryDiagnoser]
public class LimitsBenchmark
{
    private readonly LimitLedger _ledger = new(TimeProvider.System);
    private readonly HeaderDictionary _headers = new() { ["x-end-user"] = "ada@example.com" };
    private readonly Snapshot _snapshot;
    private readonly Plan _plan;
    private readonly Call _call = new() { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = "fast" };

    public LimitsBenchmark()
    {
        var target = Target();
        var route = new ModelRoute { Name = "shop/chat", Models = ["fast"], Targets = [target] };
        _snapshot = new()
        {
            Agent = new() { Namespace = "shop", ServiceAccount = "agent", WorkloadKind = "Deployment", WorkloadName = "agent", Pod = "agent-0", PodUid = "1" },
            Revision = "r1",
            Sources = [],
            Rules = new([new() { Policy = "shop/all", AllowModels = ["fast"], DenyModels = [] }]),
            Routes = new([route]),
            Limits = new([.. Rules().Select(rule => new Limit(rule, audits: false))]),
        };
        Permit.From(_call, _snapshot.Rules.Decide("fast")).Stops(out _, out var permit);
        Plan.From(permit!, route).Stops(out _, out var plan);
        _plan = plan!;
        foreach (var state in _ledger.BookOf(_snapshot.Limits).States.Where(state => state.IsLeased))
            ((SliceCount)state.Known("")!).Hear(new() { Limit = state.Rule.Limit, Scope = state.Rule.Scope, Granted = 1L << 52 }, 1, _ledger.Now);
    }

    [Benchmark]
    public long Call()
    {
        var record = new CallRecord("c", default, 0) { Snapshot = _snapshot, Call = _call, Plan = _plan };
        var charge = _ledger.Open(_plan, record, _headers)!;
        record.Charge = charge;
        if (charge.TryReserve(overdraws: false, out _) is { } refusal) throw new InvalidOperationException(refusal.Message);
        record.Reply.Try(_plan.Targets[0]);
        record.Reply.Usage = new(100, 50, UsageSource.Reported);
        _ledger.Settle(record, _headers);
        return charge.Expected.Output;
    }

    private static IEnumerable<LimitRule> Rules()
    {
        LimitUnit[] units = [LimitUnit.Requests, LimitUnit.InputTokens, LimitUnit.OutputTokens, LimitUnit.TotalTokens, LimitUnit.Usd, LimitUnit.ConcurrentCalls];
        foreach (var unit in units) yield return Rule("own", unit);
        yield return Rule("model", LimitUnit.Requests) with { By = LimitBy.Model, Models = ["gpt-*", "fast"] };
        yield return Rule("user", LimitUnit.TotalTokens) with { By = LimitBy.EndUser, EndUserHeader = "x-end-user" };
        yield return Rule("agent", LimitUnit.Requests) with { Scope = LimitScope.Agent };
        yield return Rule("budget", LimitUnit.Usd) with { Scope = LimitScope.Budget };
    }

    private static LimitRule Rule(string name, LimitUnit unit) => new()
    {
        Limit = $"shop/{name}/{unit}",
        Unit = unit,
        Amount = 1L << 50,
        WindowSeconds = unit == LimitUnit.ConcurrentCalls ? null : 60,
        Scope = LimitScope.Pod,
    };

    private static Target Target()
    {
        PriceRule price = new() { Model = "gpt", Input = 2.5m, Output = 10m, CachedInput = 1.25m, Source = "bench" };
        return new()
        {
            Provider = new()
            {
                Name = "shop/openai",
                Kind = "openai",
                Dialect = "openai",
                BaseUrl = new("http://127.0.0.1:1/v1"),
                KeyHeader = "Authorization",
                KeyValue = new("Bearer k"),
                Http = new(new SocketsHttpHandler()),
                Prices = AiGateway.Sidecar.Prices.PriceBook.Of(new()
                {
                    Provider = "shop/openai",
                    Kind = "openai",
                    Dialect = "openai",
                    BaseUrl = "http://127.0.0.1:1/v1",
                    AllowedHosts = [],
                    KeyHeader = "Authorization",
                    KeyPrefix = "Bearer ",
                    Key = new("k"),
                    Prices = [price],
                }),
            },
            Model = "gpt",
            ModelJson = AiGateway.Sidecar.Snapshots.Target.ToJson("gpt"),
        };
    }
}
