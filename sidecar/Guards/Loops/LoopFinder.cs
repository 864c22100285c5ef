namespace AiGateway.Sidecar.Guards.Loops;

/// <summary>
/// Finds out whether the newest calls of a history go round. A result that is another than the last time is progress, and so is any call between that does not belong to the round; a result
/// that is not known is like any other.
/// </summary>
internal static class LoopFinder
{
    /// <summary>The most calls in turn that make a cycle.</summary>
    public const int MaxPeriod = 4;

    /// <summary>
    /// Calls that succeed alike count as one for so many: a tool that only says that all went well says so each time, whatever it did. Those that fail alike count as they are.
    /// </summary>
    public const int SuccessesAsOne = 4;

    /// <summary>What the history's end amounts to, whichever counts most.</summary>
    public static LoopFound Find(ReadOnlySpan<LoopEntry> calls)
    {
        var found = new LoopFound(null, 0);
        for (var period = 1; period <= MaxPeriod; period++)
        {
            var count = CountRounds(calls, period);
            if (count > Math.Max(found.Count, 1)) found = new(period == 1 ? LoopFound.Repeated : LoopFound.Cycle, count);
        }

        var alike = CountAlike(calls);
        return alike > Math.Max(found.Count, 1) ? new(LoopFound.NoProgress, alike) : found;
    }

    /// <summary>How often the last call was made in a history that ends in rounds of this many calls.</summary>
    private static int CountRounds(ReadOnlySpan<LoopEntry> calls, int period)
    {
        Span<UInt128?> results = stackalloc UInt128?[MaxPeriod]; // The newest that is known of each call of the round.
        var length = 0;
        for (var index = calls.Length - 1; index >= period; index--, length++)
        {
            ref var newest = ref results[length % period];
            newest ??= calls[index].Result;
            var before = calls[index - period];
            if (!calls[index].IsSameCall(before) || (newest is { } known && before.Result is { } result && known != result)) break;
        }

        return length < period ? 1 : ((length + period - 1) / period) + 1;
    }

    /// <summary>How often the last tool was called in a row, with whatever arguments, and answered alike.</summary>
    private static int CountAlike(ReadOnlySpan<LoopEntry> calls)
    {
        var (count, isFailure) = (0, false);
        UInt128? known = null;
        for (var index = calls.Length - 1; index >= 0 && calls[index].Tool == calls[^1].Tool; index--, count++)
        {
            if (calls[index].Result is not { } result) continue;
            if (known is { } other && other != result) break;
            (known, isFailure) = (result, calls[index].IsFailure);
        }

        return known is null ? 0 : isFailure ? count : count / SuccessesAsOne;
    }
}
