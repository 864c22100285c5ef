namespace AiGateway.Sidecar.Journals;

/// <summary>Where records go and how many may wait.</summary>
internal sealed record AuditJournalOptions
{
    /// <summary>Opened at start, written to by one consumer alone.</summary>
    public required Func<Stream> Open { get; init; }

    /// <summary>How long the end of the process may wait for what is not written yet.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>So many records may wait; the next call waits with its own.</summary>
    public int Capacity { get; init; } = 8192;
}
