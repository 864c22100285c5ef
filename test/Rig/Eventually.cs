namespace AiGateway.Rig;

/// <summary>Waits on a condition, not on a clock; the bound is for a failure.</summary>
public static class Eventually
{
    public static async Task<TimeSpan> HoldsAsync(string what, Func<Task<bool>> condition, Func<string>? otherwise = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            var passed = TimeProvider.System.GetElapsedTime(began);
            if (passed > TimeSpan.FromSeconds(30)) throw new TimeoutException($"It did not happen in 30 s: {what}\n{otherwise?.Invoke()}");
            await Task.Delay(10);
        }
        return TimeProvider.System.GetElapsedTime(began);
    }

    public static Task<TimeSpan> HoldsAsync(string what, Func<bool> condition) => HoldsAsync(what, () => Task.FromResult(condition()));
}
