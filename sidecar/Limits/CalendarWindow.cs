using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Limits;

/// <summary>A day, a week from Monday, or a month, in UTC.</summary>
internal sealed class CalendarWindow(LimitPeriod period) : Window
{
    private const long Day = 24 * 60 * 60 * 1000;

    /// <summary>The first of January 1970 was a Thursday.</summary>
    private const long DaysBefore = 3;

    public override int Parts => 1;

    public override long NumberAt(long now) => period switch
    {
        LimitPeriod.Day => now / Day,
        LimitPeriod.Week => ((now / Day) + DaysBefore) / 7,
        _ => MonthOf(DateTimeOffset.FromUnixTimeMilliseconds(now)),
    };

    public override long LeavesAt(long number) => period switch
    {
        LimitPeriod.Day => (number + 1) * Day,
        LimitPeriod.Week => (((number + 1) * 7) - DaysBefore) * Day,
        _ => new DateTimeOffset((int)((number + 1) / 12), (int)((number + 1) % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
    };

    private static long MonthOf(DateTimeOffset now) => (now.Year * 12L) + now.Month - 1;
}
