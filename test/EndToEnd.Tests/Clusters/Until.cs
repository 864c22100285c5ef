using System.Diagnostics;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>Waits for a condition, never for a clock; says how long it took.</summary>
internal static class Until
{
    /// <summary>Far above what anything here takes, also on a busy machine: only what hangs meets it.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    /// <summary>The same for kubectl's own waiting.</summary>
    public static readonly string Patience = $"--timeout={Bound.TotalSeconds}s";

    public static async Task<TimeSpan> TrueAsync(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Bound, $"not so after {Bound.TotalSeconds} seconds: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
        return clock.Elapsed;
    }
}
