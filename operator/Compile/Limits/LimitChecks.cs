using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>The checks of how much and for how long; the API server makes the same by the schema and its rules.</summary>
internal static class LimitChecks
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(744);

    public static IEnumerable<Diagnostic> Check(LimitCase one) => CheckAmount(one).Concat(CheckWindow(one));

    /// <summary>In whole seconds; null where there is none, or no fit one.</summary>
    public static int? ReadWindow(string? text) =>
        text is not null && Duration.TryParse(text, out var time) && time >= Shortest && time <= Longest && time.Ticks % TimeSpan.TicksPerSecond == 0 ? (int)time.TotalSeconds : null;

    private static IEnumerable<Diagnostic> CheckAmount(LimitCase one)
    {
        if (one.Parts.Count != 1) yield return Refuse(one.AmountField, RuleMessages.OneAmount);
        foreach (var part in one.Parts.Where(part => !part.IsWithinBounds)) yield return Refuse($"{one.AmountField}.{part.Name}", Describe(part));
        if (one.UnknownPrice != UnknownPrice.Deny && one.Amount.Usd is null) yield return Refuse($"{one.Field}.unknownPrice", RuleMessages.PriceNeedsUsd);
    }

    private static IEnumerable<Diagnostic> CheckWindow(LimitCase one)
    {
        var windows = (one.Window is null ? 0 : 1) + (one.Period is null ? 0 : 1);
        if (windows != (one.Amount.ConcurrentCalls is null ? 1 : 0)) yield return Refuse($"{one.Field}.window", RuleMessages.OneWindow);
        if (one.Window is null || ReadWindow(one.Window) is not null) yield break;
        yield return Refuse($"{one.Field}.window", Duration.TryParse(one.Window, out var time) && (time < Shortest || time > Longest)
            ? RuleMessages.WindowBounds
            : "this is no time in whole seconds: write it as 30s, 5m, 1h30m or 720h");
    }

    private static string Describe(AmountPart part) => part switch
    {
        { Unit: LimitUnit.Usd, Value: null } => "this is no amount of US dollars: write it in quotes with at most nine digits behind the point, as \"12.50\"",
        { Value: < 0 } => "must be at least 0",
        { Unit: LimitUnit.Usd } => RuleMessages.MostUsd,
        { Unit: LimitUnit.ConcurrentCalls } => $"must be at most {AmountPart.MostConcurrent}",
        _ => RuleMessages.MostCounted,
    };

    private static Diagnostic Refuse(string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidLimit, field, message);
}
