namespace AiGateway.Contracts.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("28s", 28)]
    [InlineData("0s", 0)]
    [InlineData("1500ms", 1.5)]
    [InlineData("24h", 86400)]
    public void TryParse_Duration_IsRead(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("-1s")]
    [InlineData("1d")]
    [InlineData("1.5h")]
    [InlineData("99999999h")]
    public void TryParse_WhatIsNone_IsRefused(string text) => Assert.False(Duration.TryParse(text, out _));
}
