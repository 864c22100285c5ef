namespace AiGateway.Contracts.Tests;

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
    [InlineData("1,5Gi")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999999999999")]
    [InlineData("1GB")]
    public void TryParse_WhatIsNone_IsRefused(string text)
    {
        Assert.False(Quantity.TryParse(text, out _));
        Assert.False(Quantity.TryParseBytes(text, out _));
    }

    [Theory]
    [InlineData("1024", 1024)]
    [InlineData("64Mi", 64L << 20)]
    [InlineData("1.5Gi", 1536L << 20)]
    [InlineData("2500m", 2)]
    [InlineData("4Gi", 4L << 30)]
    public void TryParseBytes_Quantity_IsRoundedDown(string text, long bytes)
    {
        Assert.True(Quantity.TryParseBytes(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Fact]
    public void TryParseBytes_MoreThanALongHolds_IsRefused() => Assert.False(Quantity.TryParseBytes("99999999999Gi", out _));
}
