using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Prices;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Limits, and agents that have them.</summary>
internal static class GivenLimits
{
    /// <summary>An answer that used so much.</summary>
    public static string Answer(long input, long output) =>
        $$$"""{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""";

    public static LimitRule Rule(LimitUnit unit, long amount, Func<LimitRule, LimitRule>? vary = null)
    {
        var rule = new LimitRule
        {
            Limit = $"shop/base/{unit}",
            Unit = unit,
            Amount = amount,
            WindowSeconds = unit == LimitUnit.ConcurrentCalls ? null : 60,
            Scope = LimitScope.Pod,
        };
        return vary?.Invoke(rule) ?? rule;
    }

    /// <summary>A limit that the operator leases slices of.</summary>
    public static LimitRule Leased(LimitUnit unit, long amount, Func<LimitRule, LimitRule>? vary = null) =>
        Rule(unit, amount, rule => (vary ?? (same => same))(rule with { Limit = $"shop/{unit}", Scope = LimitScope.Budget, MaxOvershoot = amount }));

    public static LimitPlan Plan(params LimitRule[] rules) => new([.. rules.Select(rule => new Limit(rule, rule.Audit == true))]);

    /// <summary>One route for <c>fast</c>, allowed and limited.</summary>
    public static Snapshot Fast(Target target, params LimitRule[] rules) => Snapshot([target], rules);

    public static Snapshot Snapshot(Target[] targets, params LimitRule[] rules) => new()
    {
        Agent = Given.Agent,
        Revision = "r1",
        Sources = [],
        Rules = new([Given.Policy("base", "fast", "slow")]),
        Routes = new([Given.Route(["fast", "slow"], targets)]),
        Limits = Plan(rules),
    };

    /// <summary>A target whose model costs so many dollars for a million tokens.</summary>
    public static Target Priced(Uri url, decimal? input, decimal? output, Func<PriceRule, PriceRule>? vary = null)
    {
        var target = Given.Target(url, "gpt");
        if (input is null) return target;
        var price = new PriceRule { Model = "gpt", Input = input.Value, Output = output!.Value, Source = "test" };
        var rule = GivenBundle.Provider(provider => provider with { Prices = [vary?.Invoke(price) ?? price] });
        var provider = target.Provider;
        return new()
        {
            Provider = new()
            {
                Name = provider.Name,
                Kind = provider.Kind,
                Dialect = provider.Dialect,
                BaseUrl = provider.BaseUrl,
                KeyHeader = provider.KeyHeader,
                KeyValue = provider.KeyValue,
                Http = provider.Http,
                Prices = PriceBook.Of(rule),
            },
            Model = target.Model,
            ModelJson = target.ModelJson,
        };
    }

    /// <summary>The only count of a limit.</summary>
    public static LimitCount Count(this LimitLedger ledger, LimitUnit unit, string key = "") =>
        ledger.States.Single(state => state.Rule.Unit == unit).Counts.Single(count => count.Key == key);

    /// <summary>A call of a model, as far as limits look at it.</summary>
    public static (Plan Plan, CallRecord Record) Call(Snapshot snapshot, string model = "fast")
    {
        var call = new Call { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = model };
        Assert.False(Permit.From(call, null).Stops(out _, out var permit));
        Assert.False(Sidecar.Calls.Plan.From(permit, snapshot.Routes.Find(model)).Stops(out _, out var plan));
        return (plan, new("c", default, 0) { Snapshot = snapshot, Call = call, Plan = plan });
    }
}
