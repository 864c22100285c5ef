using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Targets, routes and calls, as far as routing looks at them.</summary>
internal static class GivenRouting
{
    private static readonly Provider s_provider = Given.Target(new("http://127.0.0.1:1")).Provider;

    public static Target Target(string model, int priority = 0, int? weight = null, string? when = null) => new()
    {
        Provider = s_provider,
        Model = model,
        ModelJson = Encoding.UTF8.GetBytes($"\"{model}\""),
        Priority = priority,
        Weight = weight,
        When = when is null ? null : CelExpression.Parse(when, RouteConditions.Environment).Expression,
    };

    public static ModelRoute Route(RouteRule? rule, params Target[] targets) => new()
    {
        Name = "shop/chat",
        Models = ["fast"],
        Targets = [.. targets],
        Timeouts = rule?.Timeouts,
        Retries = Retries.From(rule?.Retry),
        Breaker = Breaker.From(rule?.Breaker),
        Fallback = Fallback.From(rule?.Fallback),
        Sticky = rule?.Sticky == true,
        IsConditional = targets.Any(target => target.When is not null || target.Weight == 0),
    };

    public static RouteRule Rule(RetryRule? retry = null, BreakerRule? breaker = null) => new() { Route = "shop/chat", Models = ["fast"], Targets = [], Retry = retry, Breaker = breaker };

    public static Call Call(string json = "{}", WireFormat format = WireFormat.OpenAiChat, Dialect dialect = Dialect.OpenAi)
    {
        var body = Chunks.Straddling(Chunks.Pool(), Encoding.UTF8.GetBytes(json), inFirstBlock: 7);
        return new()
        {
            Operation = Operation.Chat,
            Dialect = dialect,
            Format = format,
            Model = "fast",
            Request = new() { Body = body, Model = "fast", ModelStart = -1, ModelLength = 0, Stream = false, UsageEdit = null },
        };
    }

    public static Permit Permit(Call call)
    {
        Assert.False(AiGateway.Sidecar.Calls.Permit.From(call, Decision.Allow("shop/base", "fast", null)).Stops(out _, out var permit));
        return permit;
    }

    public static Plan Plan(ModelRoute route, ulong? conversation = null)
    {
        Assert.False(AiGateway.Sidecar.Calls.Plan.From(Permit(Call()), route, route.Targets, conversation).Stops(out _, out var plan));
        return plan;
    }
}
