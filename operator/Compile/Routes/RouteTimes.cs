using AiGateway.Contracts;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>The times of a route: each is read, bounded, and compared with those that bound it. A bad one costs itself alone; the sidecar's default then holds.</summary>
internal static class RouteTimes
{
    private static readonly TimeSpan Most = TimeSpan.FromHours(24);

    public static IEnumerable<Diagnostic> Check(RouteCase one)
    {
        var (retry, timeouts, breaker) = (one.Route.Spec.Retry, one.Route.Spec.Timeouts, one.Route.Spec.CircuitBreaker);
        return new (string Field, string? Text)[]
        {
            ("spec.retry.backoff", retry?.Backoff), ("spec.retry.maxBackoff", retry?.MaxBackoff),
            ("spec.timeouts.firstByte", timeouts?.FirstByte), ("spec.timeouts.idle", timeouts?.Idle), ("spec.timeouts.total", timeouts?.Total),
            ("spec.circuitBreaker.window", breaker?.Window), ("spec.circuitBreaker.openFor", breaker?.OpenFor),
        }
            .Where(time => time.Text is not null && Read(time.Text) is null)
            .Select(time => Refuse(time.Field, "this is no time between 1ms and 24h: write it as 500ms, 30s or 1m30s"))
            .Concat(CheckOrder(retry, timeouts));
    }

    /// <summary>In milliseconds; null where there is none, or no fit one.</summary>
    public static int? Read(string? text) =>
        text is not null && Duration.TryParse(text, out var time) && time > TimeSpan.Zero && time <= Most ? (int)time.TotalMilliseconds : null;

    /// <summary>The time, where it is not above the other.</summary>
    public static int? ReadWithin(string? text, string? other) => Exceeds(text, other) ? null : Read(text);

    private static IEnumerable<Diagnostic> CheckOrder(RouteRetry? retry, RouteTimeouts? timeouts)
    {
        if (Exceeds(retry?.Backoff, retry?.MaxBackoff)) yield return Refuse("spec.retry.backoff", RuleMessages.BackoffOrder);
        if (Exceeds(timeouts?.FirstByte, timeouts?.Total)) yield return Refuse("spec.timeouts.firstByte", RuleMessages.FirstByteOrder);
        if (Exceeds(timeouts?.Idle, timeouts?.Total)) yield return Refuse("spec.timeouts.idle", RuleMessages.IdleOrder);
    }

    private static bool Exceeds(string? text, string? other) => Read(text) > Read(other);

    private static Diagnostic Refuse(string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidDuration, field, message);
}
