using AiGateway.Budget.Tests.Provider;
using AiGateway.Rig;

namespace AiGateway.Budget.Tests.Fleet;

/// <summary>So many calls at one time, over all sidecars; held open at the provider, then some killed and the others answered.</summary>
internal sealed class Round(SidecarFleet fleet, BookProvider provider, HttpMessageInvoker http)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether answers stop in the middle until all calls are open or over.</summary>
    public bool Holds { get; init; } = true;

    /// <summary>Runs the scripts; <paramref name="disturb"/> happens when so many of them are open or over, and all of them wait for it.</summary>
    public async Task<Tally> RunAsync(IReadOnlyList<Script> scripts, int tries, (int After, Func<Task> Do) disturb)
    {
        if (Holds) provider.Hold();
        else provider.Release();
        var calls = scripts.Select((script, number) => new AgentCall(script, fleet.Units[number % fleet.Units.Count].Api)).ToList();
        var ends = calls.ConvertAll(call => call.RunAsync(http, tries));
        await Eventually.HoldsAsync(() => Settled(ends) >= disturb.After, "calls are open or over", bound: s_patience);
        await disturb.Do();
        await Eventually.HoldsAsync(() => Settled(ends) >= calls.Count, "all calls are open or over", bound: s_patience);
        foreach (var call in calls.Where(call => call.Script.IsKilled)) call.Kill();
        provider.Release();
        var outcomes = await Task.WhenAll(ends);
        foreach (var call in calls) call.Dispose();
        return new(calls, outcomes);
    }

    /// <summary>Calls that are open at the provider, or over.</summary>
    private int Settled(List<Task<Outcome>> ends) => provider.Open + ends.Count(end => end.IsCompleted);
}
