using System.Diagnostics;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>Waits for a condition, never for a clock; says how long it took.</summary>
internal static class Until
{
    public static async Task<TimeSpan> TrueAsync(string what, TimeSpan limit, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < limit, $"not so after {limit.TotalSeconds:F0} seconds: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
        return clock.Elapsed;
    }
}
