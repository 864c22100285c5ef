using AiGateway.Operator.Registry;
using AiGateway.Operator.Tests.Publish;

namespace AiGateway.Operator.Tests.Registry;

/// <summary>How many writes an API server sees in a second, whatever the network does to them on their way.</summary>
public sealed class WritePaceTests
{
    private const int Most = WritePace.PerSecond - 2;
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(1, 0, 15)]
    [InlineData(2, 40, 12)]
    [InlineData(3, 400, 1)]
    [InlineData(4, 3000, 0)]
    public async Task Take_WritesHeldUpOnTheWay_NoSecondSeesMoreThanEighteen(int seed, int longestMs, int leastASecond)
    {
        var (random, pace, arrivals) = (new Random(seed), new WritePace(_time), new List<DateTimeOffset>());
        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(2);
        while (_time.GetUtcNow() < end)
        {
            var taken = pace.TakeAsync(TestContext.Current.CancellationToken);
            while (!taken.IsCompleted)
            {
                _time.Advance(s_step);
                await Task.Yield();
            }

            Hold(random, longestMs); // On its way there,
            arrivals.Add(_time.GetUtcNow());
            Hold(random, longestMs); // and the answer on its way back.
        }

        Assert.True(arrivals.Count >= leastASecond * 120, $"{arrivals.Count} writes in two minutes");
        for (var last = Most; last < arrivals.Count; last++)
        {
            var took = arrivals[last] - arrivals[last - Most];
            Assert.True(took >= TimeSpan.FromSeconds(1), $"{Most + 1} writes within {took} before {arrivals[last]:O}");
        }
    }

    /// <summary>Mostly not at all, else for some time up to the longest.</summary>
    private void Hold(Random random, int longestMs)
    {
        if (random.Next(4) == 0) _time.Advance(TimeSpan.FromMilliseconds(random.Next(longestMs + 1)));
    }
}
