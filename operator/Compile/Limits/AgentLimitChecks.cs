using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>The checks of <c>spec.limits</c>: one that cannot be carried out makes the policy unfit, since an agent without it could spend what its author did not mean it to.</summary>
internal static class AgentLimitChecks
{
    private const string Root = "spec.limits";

    public static IEnumerable<Diagnostic> Check(PolicyCase one) =>
        one.Spec.Limits.SelectMany((limit, index) => CheckOne(limit, $"{Root}[{index}]")).Concat(CheckNames(one));

    /// <summary>The API server compares the names by the list's key; a folder has nobody who does.</summary>
    private static IEnumerable<Diagnostic> CheckNames(PolicyCase one)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, limit) in one.Spec.Limits.Index())
        {
            if (!seen.Add(limit.Name)) yield return Refuse($"{Root}[{index}].name", "another limit of this policy has this name: give each its own");
        }
    }

    private static IEnumerable<Diagnostic> CheckOne(AgentLimit limit, string field) =>
        LimitChecks.Check(LimitCase.Of(limit, field))
            .Concat(Find(limit).Select(problem => Refuse($"{field}.{problem.Field}", problem.Message)))
            .Concat(CheckPatterns($"{field}.models", limit.Models, ModelNames.FindInPattern))
            .Concat(CheckPatterns($"{field}.tools", limit.Tools, ServerTools.Find));

    private static IEnumerable<(string Field, string Message)> Find(AgentLimit limit)
    {
        if (limit.EndUser is null == (limit.By == LimitBy.EndUser)) yield return ("endUser", RuleMessages.EndUserNeedsBy);
        if ((!limit.Tools.IsEmpty || limit.By == LimitBy.Tool) && limit is { Requests: null, ConcurrentCalls: null })
            yield return (limit.Tools.IsEmpty ? "by" : "tools", RuleMessages.ToolsCountCalls);
        if (limit is { By: LimitBy.Tool, Models.IsEmpty: false } or { By: LimitBy.Model, Tools.IsEmpty: false }) yield return ("by", RuleMessages.ByOneKind);
        if (limit.Per == LimitPer.Pod && (limit.MaxOvershootPercent is not null || limit.WhenAway != AwayAction.Deny)) yield return ("per", RuleMessages.PodIsNotLeased);
    }

    private static IEnumerable<Diagnostic> CheckPatterns(string field, IEnumerable<string> patterns, Func<string, string?> find) =>
        from pattern in patterns.Index()
        let problem = find(pattern.Item)
        where problem is not null
        select Refuse($"{field}[{pattern.Index}]", problem);

    private static Diagnostic Refuse(string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidLimit, field, message);
}
