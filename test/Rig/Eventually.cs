using System.Runtime.CompilerServices;

namespace AiGateway.Rig;

/// <summary>
/// The one home of waiting in tests: for a condition or a task, never for a clock. The bound is there for failures alone, wide enough for a machine that is slow and busy with everything else.
/// </summary>
public static class Eventually
{
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until it is so; how long that took.</summary>
    /// <param name="condition">What must become true.</param>
    /// <param name="what">What a failure says did not happen.</param>
    /// <param name="told">What a failure says besides.</param>
    /// <param name="bound">Where <see cref="Bound"/> is too short: for a process that starts, a cluster that follows.</param>
    public static async Task<TimeSpan> HoldsAsync(Func<Task<bool>> condition, string what, Func<string>? told = null, TimeSpan? bound = null)
    {
        var (most, began) = (bound ?? Bound, TimeProvider.System.GetTimestamp());
        while (true)
        {
            var asked = TimeProvider.System.GetTimestamp();
            if (await condition()) return TimeProvider.System.GetElapsedTime(began);
            if (TimeProvider.System.GetElapsedTime(began) > most) throw new TimeoutException($"It did not happen in {most.TotalSeconds} s: {what}\n{told?.Invoke()}");
            var took = TimeProvider.System.GetElapsedTime(asked); // What is dear to ask is asked less often.
            await Task.Delay(took > s_between ? took : s_between);
        }
    }

    public static Task<TimeSpan> HoldsAsync(Func<bool> condition, string what, Func<string>? told = null, TimeSpan? bound = null) => HoldsAsync(() => Task.FromResult(condition()), what, told, bound);

    /// <summary>Waits for the task's end; a failure says which one did not end.</summary>
    public static async Task WithinBoundAsync(this Task task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        try
        {
            await task.WaitAsync(Bound);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"It did not end in {Bound.TotalSeconds} s: {what}");
        }
    }

    /// <inheritdoc cref="WithinBoundAsync(Task, string)"/>
    public static async Task<T> WithinBoundAsync<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await ((Task)task).WithinBoundAsync(what);
        return await task;
    }
}
