using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Tests.Protocols;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Retry-After", "7", 7000)]
    [InlineData("Retry-After", "0", 0)]
    [InlineData("Retry-After", "1.5", 1500)]
    [InlineData("Retry-After", "Sat, 21 Nov 2026 12:00:30 GMT", 30_000)]
    [InlineData("Retry-After", "Sat, 21 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("retry-after-ms", "250", 250)]
    [InlineData("x-ms-retry-after-ms", "1250.5", 1250)]
    [InlineData("Retry-After", "999999999999999999999999", 3_600_000)]
    [InlineData("Retry-After", "Sat, 21 Nov 2099 12:00:30 GMT", 3_600_000)]
    public void Of_Header_IsRead(string name, string value, int milliseconds) =>
        Assert.Equal(milliseconds, (int)RetryAfter.Of(Answer((name, value)), s_now)!.Value.TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("21 Nov 2026")]
    public void Of_Unreadable_IsNone(string value) => Assert.Null(RetryAfter.Of(Answer(("Retry-After", value)), s_now));

    [Fact]
    public void Of_MillisecondsAndSeconds_TheFinerHolds() =>
        Assert.Equal(TimeSpan.FromMilliseconds(300), RetryAfter.Of(Answer(("Retry-After", "1"), ("retry-after-ms", "300")), s_now));

    [Fact]
    public void Of_NoHeader_IsNone() => Assert.Null(RetryAfter.Of(Answer(), s_now));

    private static HttpResponseMessage Answer(params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage();
        foreach (var (name, value) in headers) answer.Headers.TryAddWithoutValidation(name, value);
        return answer;
    }
}
