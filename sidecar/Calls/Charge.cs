namespace AiGateway.Sidecar.Calls;

/// <summary>What a call holds of its agent's limits, from the moment it is admitted. Settled exactly once, on every way out.</summary>
internal abstract class Charge
{
    /// <summary>Gives back what was reserved, and counts what the record says was used; the second time nothing.</summary>
    public abstract void Settle(CallRecord record);

    /// <summary>Takes more for a call that uses more than was reserved; the refusal where there is none to take.</summary>
    public abstract Refusal? Grow();

    /// <summary>Takes as much once more, for another try after one that its provider may bill; the refusal where there is no room for it.</summary>
    public abstract ValueTask<Refusal?> TryAgainAsync(CancellationToken cancellationToken);

    /// <summary>The time by the clock of whoever counts.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>How the tightest limits that count the call stand, for the headers that tell the agent.</summary>
    public abstract Standing Requests { get; }

    /// <summary>The same for tokens.</summary>
    public abstract Standing Tokens { get; }
}
