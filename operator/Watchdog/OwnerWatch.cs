namespace AiGateway.Operator.Watchdog;

/// <summary>What is remembered of one owner of pods between looks: which of its pods was evicted, and whether to go on.</summary>
internal sealed record OwnerWatch
{
    /// <summary>The pods that it had when one of them was evicted: another one is the replacement. Null while nothing is outstanding.</summary>
    public IReadOnlySet<string>? Known { get; init; }

    /// <summary>What the evicted pod was evicted for.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When that was.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>A replacement was no better: no more of its pods are evicted.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Not to be tried again before this.</summary>
    public DateTimeOffset NotBefore { get; init; }
}
