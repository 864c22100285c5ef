using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What is wrong with limits. One that could be read in two ways, or would count nothing, is refused with its whole bundle.</summary>
internal static class LimitCheck
{
    /// <summary>The most limits of one agent; each costs every call a little.</summary>
    public const int MostLimits = 64;

    private const int LongestWindow = 31 * 24 * 60 * 60;

    public static IEnumerable<string> FindReasons(BundleRules rules)
    {
        LimitRule[] all = [.. rules.Agent.Policies.SelectMany(policy => policy.Limits ?? []), .. rules.Budgets ?? []];
        if (all.Length > MostLimits) yield return $"there are more than {MostLimits} limits";
        foreach (var twice in all.GroupBy(rule => (rule.Limit, rule.Scope)).Where(group => group.Skip(1).Any())) yield return $"limit {twice.Key.Limit} stands twice";
        foreach (var rule in all)
        {
            foreach (var reason in FindReasons(rule)) yield return $"limit {rule.Limit}: {reason}";
        }
    }

    private static IEnumerable<string> FindReasons(LimitRule rule)
    {
        if (rule.Limit.Length == 0) yield return "it has no name";
        if (!AreDefined(rule)) yield return "it says something that this sidecar does not know";
        if (rule.Amount < 0) yield return "its amount is below zero";
        if (rule.Unit == LimitUnit.ConcurrentCalls ? rule.WindowSeconds is not null || rule.Period is not null : rule.WindowSeconds is null == rule.Period is null)
            yield return rule.Unit == LimitUnit.ConcurrentCalls ? "calls under way have no window" : "it must have a window or a period, and not both";
        if (rule.WindowSeconds is < 1 or > LongestWindow) yield return $"its window is not from 1 to {LongestWindow} seconds";
        if (rule.By == LimitBy.EndUser && string.IsNullOrEmpty(rule.EndUserHeader)) yield return "it names no header that tells the end user";
        if (rule.MaxOvershoot is < 0) yield return "what may stand in slices is below zero";
        if (HasEmpty(rule.Models) || HasEmpty(rule.Tools)) yield return "it names a model or a tool by an empty name";
    }

    private static bool AreDefined(LimitRule rule) =>
        Enum.IsDefined(rule.Unit) && Enum.IsDefined(rule.Scope) && Enum.IsDefined(rule.By) && Enum.IsDefined(rule.OnBreach) && Enum.IsDefined(rule.WhenAway)
        && Enum.IsDefined(rule.UnknownPrice) && (rule.Period is not { } period || Enum.IsDefined(period));

    private static bool HasEmpty(ImmutableArray<string>? names) => names is { } some && some.Any(string.IsNullOrEmpty);
}
