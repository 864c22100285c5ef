using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Levels;

/// <summary>The condition <c>Enforced</c>: True where every counted pod was measured to be held as its policy asks. What to do about pods without a sidecar, <c>Programmed</c> says.</summary>
internal static class LevelCondition
{
    public const string Type = "Enforced";

    public static Condition Write(LevelTally tally)
    {
        var (status, reason) = (tally.Bare.IsEmpty && tally.Below.IsEmpty, tally.Unsettled.IsEmpty) switch
        {
            (false, _) => ("False", tally.Bare.IsEmpty ? StatusReasons.BelowLevel : StatusReasons.NoSidecar),
            (_, false) => ("Unknown", StatusReasons.Pending),
            _ => ("True", Type),
        };
        var share = $"{tally.Share.Reached}/{tally.Share.Counted} pods are held at {tally.Counts.Wanted}{(tally.Counts.Wanted == EgressMode.Redirected ? "" : " or above")}";
        return ConditionWriter.Make(Type, status, reason, string.Join("; ", Sentences(tally).Prepend(share)));
    }

    private static IEnumerable<string> Sentences(LevelTally tally)
    {
        if (!tally.Below.IsEmpty) yield return $"held less: {Name(tally.Below)}";
        if (!tally.Bare.IsEmpty) yield return $"without a sidecar: {PodNames.List(tally.Bare)}";
        if (!tally.Unsettled.IsEmpty) yield return $"not known: {Name(tally.Unsettled)}";
    }

    private static string Name(ImmutableArray<(AgentIdentity Pod, PodLevel Level)> pods) =>
        PodNames.List(pods, one => one.Pod, one => $" ({one.Level.Level}{(one.Level.Why is { } why ? $": {why}" : "")})");
}
