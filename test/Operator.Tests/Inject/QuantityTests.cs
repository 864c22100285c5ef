using AiGateway.Operator.Inject;

namespace AiGateway.Operator.Tests.Inject;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("250m", 0.25)]
    [InlineData("1.5", 1.5)]
    [InlineData("2k", 2000)]
    [InlineData("64Mi", 67108864)]
    [InlineData("1G", 1000000000)]
    [InlineData("1.5Gi", 1610612736)]
    public void TryParse_Quantity_IsRead(string text, decimal amount)
    {
        Assert.True(Quantity.TryParse(text, out var read));
        Assert.Equal(amount, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("Mi")]
    [InlineData("1 Gi")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999999999999")]
    [InlineData("1GB")]
    public void TryParse_WhatIsNone_IsRefused(string text) => Assert.False(Quantity.TryParse(text, out _));

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("15m", 900)]
    [InlineData("24h", 86400)]
    public void Duration_TryParse_IsRead(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out var read));
        Assert.Equal(seconds, read.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1d")]
    [InlineData("1.5h")]
    public void Duration_TryParse_WhatIsNone_IsRefused(string text) => Assert.False(Duration.TryParse(text, out _));
}
