namespace AiGateway.Operator.Reconcile;

/// <summary>Figures of the turns for the metrics.</summary>
internal sealed class CompileCounts
{
    private readonly Lock _gate = new();

    public long Turns { get; private set; }

    public long Failures { get; private set; }

    public TimeSpan Total { get; private set; }

    public TimeSpan Last { get; private set; }

    public int Agents { get; private set; }

    public void Succeed(TimeSpan time, int agents)
    {
        lock (_gate) (Turns, Total, Last, Agents) = (Turns + 1, Total + time, time, agents);
    }

    public void Fail()
    {
        lock (_gate) Failures++;
    }
}
