namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Waits for what must become true; ten seconds mean that it will not.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var bounded = new CancellationTokenSource(Bound);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (bounded.IsCancellationRequested) Assert.Fail($"did not happen: {what}");
            await poll.WaitForNextTickAsync();
        }
    }
}
