namespace AiGateway.Probe;

/// <summary>One thing that is tried, under a name that a report can show.</summary>
internal sealed record Attempt(string Name, Func<Surroundings, Task<Outcome>> TryAsync)
{
    public Attempt(string name, Func<Surroundings, Outcome> attempt)
        : this(name, around => Task.FromResult(attempt(around)))
    {
    }
}
