namespace AiGateway.Contracts.Patterns;

/// <summary>What of a program can be reached from what.</summary>
internal static class PatternReach
{
    /// <summary>Whether each assertion stands before all that is read on each way to it, or behind all that is read on each way from it.</summary>
    public static bool AssertionsStandAtTheEnds(IReadOnlyList<PatternState> states, int start)
    {
        var reachable = Closure(states, [start], throughReads: true);
        var inside = Closure(states, reachable.Where(index => states[index].Kind == PatternStateKind.Read).Select(index => states[index].Next), throughReads: true);
        return reachable.Where(index => states[index].Kind == PatternStateKind.Assert && inside.Contains(index))
            .All(index => !Closure(states, [index], throughReads: false).Any(behind => states[behind].Kind == PatternStateKind.Read));
    }

    /// <summary>Whether some way leads to the end through sets that are not empty; assertions are taken to hold.</summary>
    public static bool MatchesAnything(IReadOnlyList<PatternState> states, int start) =>
        Closure(states, [start], throughReads: true).Any(index => states[index].Kind == PatternStateKind.Match);

    private static HashSet<int> Closure(IReadOnlyList<PatternState> states, IEnumerable<int> from, bool throughReads)
    {
        HashSet<int> seen = [.. from];
        Stack<int> open = new(seen);
        while (open.TryPop(out var index))
        {
            var state = states[index];
            if (state.Kind == PatternStateKind.Read && (!throughReads || state.Set!.Ranges.IsEmpty)) continue;
            if (state.Next >= 0 && seen.Add(state.Next)) open.Push(state.Next);
            if (state.Other >= 0 && seen.Add(state.Other)) open.Push(state.Other);
        }

        return seen;
    }
}
