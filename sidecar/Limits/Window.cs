using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// How a limit's time is cut into parts, by milliseconds since 1970 in UTC. A part counts until all of it has left the window: what is counted is never less than what was used within the window that ends
/// now, and more by at most a part, which is a 59th of the window. A window of the calendar is one part.
/// </summary>
internal abstract class Window
{
    /// <summary>The most parts.</summary>
    public const int MostParts = 60;

    /// <summary>How many parts count at one time.</summary>
    public abstract int Parts { get; }

    /// <summary>The number of the part that the moment falls in.</summary>
    public abstract long NumberAt(long now);

    /// <summary>When the part leaves the window.</summary>
    public abstract long LeavesAt(long number);

    /// <summary>The window of a rule; null for one that has none.</summary>
    public static Window? Of(LimitRule rule) => rule switch
    {
        { WindowSeconds: { } seconds } => new SlidingWindow(seconds * 1000L),
        { Period: { } period } => new CalendarWindow(period),
        _ => null,
    };
}
