using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>What became of the questions that wait for a human, for the metrics page. Counts are of this process; those who write are leaders.</summary>
internal sealed class ApprovalFigures
{
    private readonly long[] _ended = new long[Enum.GetValues<ApprovalOutcome>().Length];
    private long _made;
    private long _open;
    private long _unplaced;

    /// <summary>Requests that were made.</summary>
    public long Made => Interlocked.Read(ref _made);

    /// <summary>Requests that nobody has decided, at the last look.</summary>
    public long Open => Interlocked.Read(ref _open);

    /// <summary>Questions for which no request is made, because as many are open as may be, at the last look.</summary>
    public long Unplaced => Interlocked.Read(ref _unplaced);

    /// <summary>Requests whose outcome was written.</summary>
    public long Of(ApprovalOutcome outcome) => Interlocked.Read(ref _ended[(int)outcome]);

    public void CountMade() => Interlocked.Increment(ref _made);

    public void Count(ApprovalOutcome outcome) => Interlocked.Increment(ref _ended[(int)outcome]);

    /// <summary>How it stands now.</summary>
    public void Note(long open, long unplaced)
    {
        Interlocked.Exchange(ref _open, open);
        Interlocked.Exchange(ref _unplaced, unplaced);
    }
}
