using System.Diagnostics;

namespace AiGateway.Operator.Tests.Publish;

/// <summary>Waits on a condition, and on nothing else; the bound only keeps a broken test from hanging.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Bound, $"never came true: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public static Task<T> WithinAsync<T>(Task<T> task) => task.WaitAsync(Bound, TestContext.Current.CancellationToken);
}
