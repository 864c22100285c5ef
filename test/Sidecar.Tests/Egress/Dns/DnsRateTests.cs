using AiGateway.Sidecar.Egress.Dns;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

public sealed class DnsRateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void TryTake_AfterARest_IsTwiceTheRateAtOnceAndThenTheRate()
    {
        var rate = new DnsRate(_time);

        Assert.Equal(100, Take(rate, 50));
        Assert.Equal(0, Take(rate, 50));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(50, Take(rate, 50));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(100, Take(rate, 50));
    }

    [Fact]
    public void TryTake_RuleLowered_HoldsAtOnce()
    {
        var rate = new DnsRate(_time);
        Take(rate, 1);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(4, Take(rate, 2));
        Assert.False(rate.TryTake(0));
    }

    private static int Take(DnsRate rate, int perSecond)
    {
        var taken = 0;
        while (taken < 10_000 && rate.TryTake(perSecond)) taken++;
        return taken;
    }
}
