using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What is wrong with how a route chooses, retries and edits. The bounds hold whatever the operator let through.</summary>
internal static class RouteCheck
{
    /// <summary>The longest that any time of a route may be.</summary>
    private const int LongestMs = 86_400_000;

    public static IEnumerable<string> FindReasons(RouteRule route) =>
    [
        .. CheckRetry(route.Retry),
        .. CheckBreaker(route.Breaker),
        .. Range("timeouts.firstByte", route.Timeouts?.FirstByteMs, 1, LongestMs),
        .. Range("timeouts.idle", route.Timeouts?.IdleMs, 1, LongestMs),
        .. Range("timeouts.total", route.Timeouts?.TotalMs, 1, LongestMs),
        .. CheckStatuses("fallback", route.Fallback?.Statuses),
        .. CheckParameters("parameters", route.Parameters),
    ];

    public static IEnumerable<string> FindReasons(TargetRule target)
    {
        var name = $"the target at {target.Provider}";
        foreach (var reason in Range($"{name}: weight", target.Weight, 0, 1_000_000)) yield return reason;
        foreach (var reason in CheckParameters($"{name}: parameters", target.Parameters)) yield return reason;
        if (target.When is null) yield break;
        foreach (var error in CelExpression.Parse(target.When, RouteConditions.Environment).Errors) yield return $"{name}: when, {error}";
    }

    private static IEnumerable<string> CheckRetry(RetryRule? rule) => rule is null ? [] :
    [
        .. Range("retry.attempts", rule.Attempts, 0, 10),
        .. Range("retry.backoff", rule.BackoffMs, 1, LongestMs),
        .. Range("retry.maxBackoff", rule.MaxBackoffMs, 1, LongestMs),
        .. Range("retry.budgetPercent", rule.BudgetPercent, 0, 1000),
        .. CheckStatuses("retry", rule.Statuses),
    ];

    private static IEnumerable<string> CheckBreaker(BreakerRule? rule) => rule is null ? [] :
    [
        .. Range("circuitBreaker.failurePercent", rule.FailurePercent, 1, 100),
        .. Range("circuitBreaker.minCalls", rule.MinCalls, 1, 100_000),
        .. Range("circuitBreaker.window", rule.WindowMs, 1, LongestMs),
        .. Range("circuitBreaker.open", rule.OpenMs, 1, LongestMs),
    ];

    private static IEnumerable<string> CheckParameters(string name, ParametersRule? rule)
    {
        if (rule is null) yield break;
        if (rule.Defaults is { ValueKind: not JsonValueKind.Object }) yield return $"{name}.defaults must be an object";
        if (rule.Overrides is { ValueKind: not JsonValueKind.Object }) yield return $"{name}.overrides must be an object";
        foreach (var set in MembersOf(rule.Defaults).Concat(MembersOf(rule.Overrides)).Where(member => !ParametersRule.MaySet(member.Name, member.Value))) yield return $"{name} may not set {set.Name}";
        foreach (var removed in (rule.Remove ?? []).Where(member => !ParametersRule.MayRemove(member))) yield return $"{name} may not touch {removed}";
    }

    private static IEnumerable<JsonProperty> MembersOf(JsonElement? members) =>
        members is { ValueKind: JsonValueKind.Object } named ? named.EnumerateObject() : [];

    private static IEnumerable<string> CheckStatuses(string name, ImmutableArray<int>? statuses)
    {
        if (statuses is { } list && list.Any(status => status is < 400 or > 599)) yield return $"{name}: a status is not one of 400 to 599";
    }

    private static IEnumerable<string> Range(string name, int? value, int least, int most)
    {
        if (value is { } number && (number < least || number > most)) yield return $"{name} must be {least} to {most}";
    }
}
