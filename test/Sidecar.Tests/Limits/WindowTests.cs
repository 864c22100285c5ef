using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Limits;

public sealed class WindowTests
{
    private static readonly long s_noon = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Theory]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(3600)]
    [InlineData(2_678_400)]
    public void Sliding_Part_CountsUntilAllOfItHasLeftTheWindow(int seconds)
    {
        var window = Window.Of(GivenLimits.Rule(LimitUnit.Requests, 1, rule => rule with { WindowSeconds = seconds }))!;

        var number = window.NumberAt(s_noon);
        var leaves = window.LeavesAt(number);

        Assert.InRange(window.Parts, 2, Window.MostParts);
        Assert.Equal(number, window.NumberAt(s_noon));
        Assert.True(leaves - s_noon >= seconds * 1000L, "it leaves too early");
        Assert.True(leaves - s_noon <= seconds * 1000L * 61 / 59 + 120, "it stays too long");
        Assert.Equal(number + window.Parts, window.NumberAt(leaves));
    }

    [Theory]
    [InlineData(LimitPeriod.Day, "2026-11-21T23:59:59Z", "2026-11-22T00:00:00Z")]
    [InlineData(LimitPeriod.Week, "2026-11-22T23:59:59Z", "2026-11-23T00:00:00Z")]
    [InlineData(LimitPeriod.Month, "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z")]
    [InlineData(LimitPeriod.Month, "2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z")]
    public void Calendar_Part_EndsWithItsPeriod(LimitPeriod period, string at, string ends)
    {
        var window = Window.Of(GivenLimits.Rule(LimitUnit.Requests, 1, rule => rule with { WindowSeconds = null, Period = period }))!;
        var (now, end) = (DateTimeOffset.Parse(at).ToUnixTimeMilliseconds(), DateTimeOffset.Parse(ends).ToUnixTimeMilliseconds());

        Assert.Equal(end, window.LeavesAt(window.NumberAt(now)));
        Assert.Equal(window.NumberAt(now) + 1, window.NumberAt(end));
    }

    /// <summary>Whatever is used and when: no window of the true length ever holds more than the limit, and what is held is what a list of all uses says, part by part.</summary>
    [Fact]
    public void Count_AnyUses_NeverHoldMoreThanTheLimitInATrueWindow()
    {
        var steps = Gen.Choose(0, 400).Zip(Gen.Choose(0, 40)).ListOf();
        Prop.ForAll(steps.ToArbitrary(), all =>
        {
            const long Most = 100, Length = 1000;
            var count = new WindowCount("", new SlidingWindow(Length));
            List<(long At, long Amount)> uses = [];
            var now = s_noon;
            foreach (var (pause, amount) in all)
            {
                now += pause;
                if (count.TryReserve(amount, Most, now) == Taken.Yes)
                {
                    count.Settle(amount, Spent.Known(amount), now);
                    uses.Add((now, amount));
                }
                else Assert.True(uses.Where(use => use.At > now - (Length * 61 / 59) - 36).Sum(use => use.Amount) + amount > Most, "refused with room");
            }

            foreach (var (at, _) in uses) Assert.True(uses.Where(use => use.At <= at && use.At > at - Length).Sum(use => use.Amount) <= Most, "too much within a window");
            Assert.Equal((0, uses.Sum(use => use.Amount)), (count.Reserved, count.Used));
        }).QuickCheckThrowOnFailure();
    }
}
