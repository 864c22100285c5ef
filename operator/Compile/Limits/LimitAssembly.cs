using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>Limits that were checked -> LimitRules. What is wrong is left out here, and its policy or Budget denies.</summary>
internal static class LimitAssembly
{
    private const int DefaultOvershootPercent = 10;

    public static PolicyRule AddTo(PolicyRule rule, PolicyCase one)
    {
        if (one.Spec.Limits.IsEmpty || AgentLimitChecks.Check(one).Any()) return rule;
        return rule with { Limits = [.. one.Spec.Limits.Select(limit => Assemble(limit, rule))] };
    }

    public static LimitRule Assemble(BudgetSpec spec, string name) => Assemble(LimitCase.Of(spec), name, spec.MaxOvershootPercent ?? DefaultOvershootPercent) with
    {
        Scope = LimitScope.Budget,
        OnBreach = spec.OnBreach,
        WhenAway = spec.WhenAway,
    };

    private static LimitRule Assemble(AgentLimit limit, PolicyRule rule)
    {
        var isPod = limit.Per == LimitPer.Pod;
        var isAudit = rule.Mode == PolicyMode.Audit;
        return Assemble(LimitCase.Of(limit, ""), $"{rule.Policy}/{limit.Name}", isPod ? null : limit.MaxOvershootPercent ?? DefaultOvershootPercent) with
        {
            Scope = isPod ? LimitScope.Pod : LimitScope.Agent,
            By = limit.By,
            EndUserHeader = limit.EndUser?.Header,
            EndUserClaim = limit.EndUser?.Claim,
            Models = OrNull(limit.Models),
            Tools = OrNull(limit.Tools),
            OnBreach = isAudit ? BreachAction.Deny : limit.OnBreach, // Who only records puts nobody into quarantine.
            WhenAway = limit.WhenAway,
            Audit = isAudit ? true : null,
        };
    }

    private static LimitRule Assemble(LimitCase one, string name, int? overshootPercent)
    {
        var part = one.Parts[0];
        return new()
        {
            Limit = name,
            Unit = part.Unit,
            Amount = part.Value!.Value,
            WindowSeconds = LimitChecks.ReadWindow(one.Window),
            Period = one.Period,
            Scope = LimitScope.Agent,
            UnknownPrice = one.UnknownPrice,
            MaxOvershoot = overshootPercent is { } percent ? OvershootOf(part.Value.Value, percent) : null,
        };
    }

    /// <summary>At least one unit, where there is any: a slice of nothing would never let a call pass.</summary>
    private static long OvershootOf(long amount, int percent) => Math.Max((long)((Int128)amount * percent / 100), Math.Min(amount, 1));

    private static ImmutableArray<string>? OrNull(ImmutableArray<string> patterns) => patterns.IsEmpty ? null : [.. patterns.Distinct(StringComparer.Ordinal)];
}
