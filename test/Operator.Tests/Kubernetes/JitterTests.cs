using AiGateway.Operator.Kubernetes;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class JitterTests
{
    [Fact]
    public void Backoff_IsBetweenHalfAndTheWholeOfADoublingTimeUpToTheMost() => Prop.ForAll(
        Gen.Choose(0, 100).ToArbitrary(),
        attempt =>
        {
            var wait = new Jitter(new Random(attempt)).Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), attempt).TotalMilliseconds;
            var full = Math.Min(5000, 200 * Math.Pow(2, attempt));
            return wait >= full / 2 && wait <= full;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reset_StartsAnew()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), new Jitter(new Random(1)));
        for (var i = 0; i < 10; i++) backoff.Next();

        backoff.Reset();

        Assert.True(backoff.Next() <= TimeSpan.FromSeconds(1));
    }
}
