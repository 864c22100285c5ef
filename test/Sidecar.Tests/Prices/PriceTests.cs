using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Prices;

namespace AiGateway.Sidecar.Tests.Prices;

public sealed class PriceTests
{
    [Fact]
    public void Of_PlainTokens_IsExact() =>
        Assert.Equal(2_000_000L + 4_000_000L, CostOf(GivenPrices.Rule("m"), new() { Input = 1000, Output = 500 }).Nanos); // 1000 * 2000 + 500 * 8000

    [Theory]
    [InlineData(1, "0.0001", 1)] // 0.1 nanos
    [InlineData(10, "0.0001", 1)] // exactly 1 nano
    [InlineData(11, "0.0001", 2)] // 1.1 nanos
    [InlineData(0, "0.0001", 0)]
    public void Of_PartOfANano_IsRoundedUpOnce(long input, string price, long nanos) =>
        Assert.Equal(nanos, CostOf(GivenPrices.Rule("m", decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), 0), new() { Input = input }).Nanos);

    [Fact]
    public void Of_PartsOfTheInput_AreEachPricedOnce()
    {
        var rule = GivenPrices.Rule("m", 4m, 16m) with { CachedInput = 0.4m, CacheWrite = 5m, CacheWriteHour = 8m, AudioInput = 32m, ImageInput = 6m };
        var cost = CostOf(rule, new() { Input = 1000, Cached = 300, CacheWrite = 200, CacheWriteHour = 50, AudioInput = 100, ImageInput = 40 });
        Assert.Equal(360 * 4_000 + 300 * 400 + 150 * 5_000 + 50 * 8_000 + 100 * 32_000 + 40 * 6_000, cost.Nanos);
        Assert.False(cost.IsEstimated);
    }

    [Fact]
    public void Of_PartsOfTheOutput_AreEachPricedOnce()
    {
        var rule = GivenPrices.Rule("m", 1m, 10m) with { Reasoning = 12m, AudioOutput = 64m, ImageOutput = 30m };
        var cost = CostOf(rule, new() { Output = 1000, Reasoning = 200, AudioOutput = 100, ImageOutput = 300 });
        Assert.Equal(400 * 10_000 + 200 * 12_000 + 100 * 64_000 + 300 * 30_000, cost.Nanos);
    }

    [Fact]
    public void Of_MissingPrices_AreNeverFree()
    {
        var used = new UsedCounts { Input = 1000, Cached = 200, CacheWrite = 300, CacheWriteHour = 100, Output = 100, Reasoning = 60 };
        Assert.Equal(500 * 2_000 + 200 * 2_000 + 200 * 2_500 + 100 * 4_000 + 100 * 8_000, CostOf(GivenPrices.Rule("m"), used).Nanos);
    }

    [Fact]
    public void Of_MorePartsThanTheWhole_PricesEveryPart() => // A provider that tells so is believed where it costs more, not where it costs less.
        Assert.Equal(300 * 1_000, CostOf(GivenPrices.Rule("m") with { CachedInput = 1m }, new() { Input = 100, Cached = 300 }).Nanos);

    [Theory]
    [InlineData(200_000, 200_000 * 3_000L + 100 * 15_000L)]
    [InlineData(200_001, 200_001 * 6_000L + 100 * 22_500L)]
    public void Of_LongInput_IsPricedWholeByTheLongRates(long input, long nanos)
    {
        var rule = GivenPrices.Rule("m", 3m, 15m) with { LongFrom = 200_000, LongInput = 6m, LongOutput = 22.5m };
        Assert.Equal(nanos, CostOf(rule, new() { Input = input, Output = 100 }).Nanos);
    }

    [Fact]
    public void Of_LongInput_TakesCachedOnesUpInTheSameRatio()
    {
        var rule = GivenPrices.Rule("m", 3m, 15m) with { CachedInput = 0.3m, CacheWrite = 3.75m, LongFrom = 10, LongInput = 6m, LongOutput = 22.5m };
        Assert.Equal(5 * 6_000 + 10 * 600 + 5 * 7_500, CostOf(rule, new() { Input = 20, Cached = 10, CacheWrite = 5 }).Nanos);
        Assert.Equal(10 * 500, CostOf(rule with { LongCachedInput = 0.5m, LongFrom = 9 }, new() { Input = 10, Cached = 10 }).Nanos);
    }

    [Fact]
    public void Of_WhatIsBesideTheTokens_IsCountedInDollars()
    {
        var rule = GivenPrices.Rule("m") with { Request = 0.002m, WebSearch = 0.01m, Image = 0.04m };
        Assert.Equal(3 * 2_000_000 + 2 * 10_000_000 + 40_000_000, CostOf(rule, new() { Units = 3, WebSearches = 2, Images = 1 }).Nanos);
        Assert.Equal(2_000_000, CostOf(rule, default).Nanos);
    }

    public static TheoryData<string> Dear => ["search", "heard", "spoken", "drawn", "images"];

    [Theory]
    [MemberData(nameof(Dear))]
    public void Of_SomethingDearWithoutAPriceOfItsOwn_IsEstimated(string what)
    {
        UsedCounts used = what switch
        {
            "search" => new() { WebSearches = 1 },
            "heard" => new() { Input = 1, AudioInput = 1 },
            "spoken" => new() { Output = 1, AudioOutput = 1 },
            "drawn" => new() { Output = 1, ImageOutput = 1 },
            _ => new() { Images = 1 },
        };
        Assert.True(CostOf(GivenPrices.Rule("m"), used).IsEstimated);
        Assert.False(CostOf(GivenPrices.Rule("m") with { WebSearch = 1, AudioInput = 1, AudioOutput = 1, ImageOutput = 1, Image = 1 }, used).IsEstimated);
    }

    [Fact]
    public void Of_AmountsAboveAllReason_StopsAtTheMost()
    {
        var dear = GivenPrices.Rule("m", PriceRule.MaxAmount, PriceRule.MaxAmount) with { Request = PriceRule.MaxAmount, WebSearch = PriceRule.MaxAmount };
        const long Most = AiGateway.Sidecar.Calls.Usage.MaxCount;
        Assert.Equal(Cost.MaxNanos, CostOf(dear, new() { Input = Most, Output = Most, Cached = Most, AudioInput = Most, Units = Most, WebSearches = Most }).Nanos);
    }

    [Fact]
    public void AtMost_AnyCall_IsNeverBelowWhatItCosts()
    {
        var rule = GivenPrices.Rule("m", 4m, 16m) with { CachedInput = 0.4m, CacheWrite = 5m, AudioInput = 32m, AudioOutput = 64m, Request = 0.001m, LongFrom = 500, LongInput = 8m, LongOutput = 20m };
        var price = new Price(rule);
        foreach (var input in new long[] { 0, 1, 500, 501, 10_000 })
        {
            foreach (var part in new[] { 0, 0.3, 1 })
            {
                var some = (long)(input * part);
                Assert.InRange(price.Of(new() { Input = input, Output = 900, Cached = some }).Nanos, 0, price.AtMost(input, 900));
                Assert.InRange(price.Of(new() { Input = input, Output = 900, CacheWrite = some, AudioOutput = 900 }).Nanos, 0, price.AtMost(input, 900));
                Assert.InRange(price.Of(new() { Input = input, Output = 900, AudioInput = some, Reasoning = 700 }).Nanos, 0, price.AtMost(input, 900));
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 2_000_000)]
    [InlineData(0, 3, 6_000_000)]
    [InlineData(4, 0, 282_000_000)]
    public void AtMost_WhatIsPricedByThePiece_IsInIt(long images, long units, long nanos)
    {
        var price = new Price(GivenPrices.Rule("m", 0m, 0m) with { Request = 0.002m, Image = 0.07m });

        Assert.Equal(nanos, price.AtMost(0, 0, images, units));
        Assert.Equal(nanos, price.Of(new() { Images = images, Units = units }).Nanos);
    }

    private static Cost CostOf(PriceRule rule, in UsedCounts used) => new Price(rule).Of(used);
}
