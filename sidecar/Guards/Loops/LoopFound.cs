namespace AiGateway.Sidecar.Guards.Loops;

/// <summary>How calls go round.</summary>
/// <param name="Label">One of the constants; null where they do not.</param>
/// <param name="Count">How often the same was called, the last call included.</param>
internal readonly record struct LoopFound(string? Label, int Count)
{
    /// <summary>The same call, with the same result.</summary>
    public const string Repeated = "REPEATED";

    /// <summary>Up to <see cref="LoopFinder.MaxPeriod"/> calls in turn, with the same results.</summary>
    public const string Cycle = "CYCLE";

    /// <summary>The same tool with other arguments each time, and the same result.</summary>
    public const string NoProgress = "NO_PROGRESS";
}
