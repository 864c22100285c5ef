using AiGateway.Contracts;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>What a route says of targets that fail, as a sidecar reads it.</summary>
internal static class RouteResilience
{
    public static RouteRule AddTo(RouteRule rule, ModelRouteSpec spec) => rule with
    {
        Retry = Retry(spec.Retry),
        Timeouts = Timeouts(spec.Timeouts),
        Breaker = Breaker(spec.CircuitBreaker),
        Fallback = Fallback(spec.Fallback),
        Sticky = spec.Sticky ? true : null,
        OmitUntranslatable = spec.OnUntranslatable == OnUntranslatable.Omit ? true : null,
    };

    public static IEnumerable<Diagnostic> CheckFallback(RouteCase one) =>
        one.Route.Spec.Fallback is { Statuses: null, OnContextLength: null, OnContentPolicy: null }
            ? [Diagnostic.NotAccepted(Reasons.InvalidFallback, "spec.fallback", RuleMessages.FallbackEmpty)]
            : [];

    private static RetryRule? Retry(RouteRetry? retry) => retry is null ? null : new()
    {
        Attempts = retry.Attempts,
        Statuses = retry.Statuses,
        BackoffMs = RouteTimes.ReadWithin(retry.Backoff, retry.MaxBackoff),
        MaxBackoffMs = RouteTimes.Read(retry.MaxBackoff),
        BudgetPercent = retry.BudgetPercent,
    };

    private static TimeoutsRule? Timeouts(RouteTimeouts? timeouts)
    {
        if (timeouts is null) return null;
        var rule = new TimeoutsRule
        {
            FirstByteMs = RouteTimes.ReadWithin(timeouts.FirstByte, timeouts.Total),
            IdleMs = RouteTimes.ReadWithin(timeouts.Idle, timeouts.Total),
            TotalMs = RouteTimes.Read(timeouts.Total),
        };
        return rule == new TimeoutsRule() ? null : rule;
    }

    private static BreakerRule? Breaker(RouteBreaker? breaker) => breaker is null ? null : new()
    {
        FailurePercent = breaker.FailurePercent,
        MinCalls = breaker.MinCalls,
        WindowMs = RouteTimes.Read(breaker.Window),
        OpenMs = RouteTimes.Read(breaker.OpenFor),
    };

    private static FallbackRule? Fallback(RouteFallback? fallback) => fallback is null or { Statuses: null, OnContextLength: null, OnContentPolicy: null } ? null : new()
    {
        Statuses = fallback.Statuses,
        OnContextLength = fallback.OnContextLength,
        OnContentPolicy = fallback.OnContentPolicy,
    };
}
