namespace AiGateway.Sidecar.Calls;

/// <summary>
/// The handle by which an open call is stopped from outside: by the agent, by a rule, by a deadline. The first cause stays, except that a
/// deadline passed may be forgiven once, for the next target.
/// </summary>
internal sealed class LiveCall(Permit permit)
{
    private CancellationTokenSource _stopping = new();
    private Charge? _charge;
    private int _cause;
    private long _deadline = long.MaxValue;

    public Permit Permit => permit;

    public StopCause Cause => (StopCause)Volatile.Read(ref _cause);

    /// <summary>Why the rules cut it; set before <see cref="StopCause.Denied"/> is.</summary>
    public Refusal? Refusal { get; private set; }

    public CancellationToken Token => Volatile.Read(ref _stopping).Token;

    /// <summary>What it holds of its agent's limits; null for nothing. Set once, by the call itself.</summary>
    public Charge? Charge
    {
        get => Volatile.Read(ref _charge);
        set => Volatile.Write(ref _charge, value);
    }

    /// <summary>Where it stands among the live calls.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>The call must come on before this timestamp.</summary>
    public void Expect(long deadline) => Volatile.Write(ref _deadline, deadline);

    /// <summary>The call may take its time.</summary>
    public void ExpectNothing() => Volatile.Write(ref _deadline, long.MaxValue);

    /// <summary>Stops the call where its deadline has passed, and not where it came on, or its next target's turn came, while this looked.</summary>
    public void StopIfLate(long now)
    {
        if (!IsLate(now) || !TryStop(StopCause.TimedOut)) return;
        if (!IsLate(now) && Interlocked.CompareExchange(ref _cause, (int)StopCause.None, (int)StopCause.TimedOut) == (int)StopCause.TimedOut) return;
        QueueCancel();
    }

    /// <summary>Cuts the call, because the rules now say so.</summary>
    public void Deny(Refusal refusal)
    {
        Refusal = refusal;
        Stop(StopCause.Denied);
    }

    /// <summary>Stops the call; what runs on its token goes on elsewhere, so the caller is not held up.</summary>
    public void Stop(StopCause cause)
    {
        if (TryStop(cause)) QueueCancel();
    }

    /// <summary>Makes the call whole again after a deadline; false where something else stopped it too.</summary>
    public bool TryForgiveTimeout()
    {
        ExpectNothing();
        if (Cause == StopCause.None) return true;
        if (Interlocked.CompareExchange(ref _cause, (int)StopCause.None, (int)StopCause.TimedOut) != (int)StopCause.TimedOut) return false;

        // In this order: a stop from here on finds the new source, and one before it is seen behind.
        Interlocked.Exchange(ref _stopping, new CancellationTokenSource());
        return Cause == StopCause.None;
    }

    private bool IsLate(long now) => now > Volatile.Read(ref _deadline);

    private bool TryStop(StopCause cause)
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _cause);
            if (seen >= (int)cause) return false;
        }
        while (Interlocked.CompareExchange(ref _cause, (int)cause, seen) != seen);

        return true;
    }

    private void QueueCancel() => ThreadPool.UnsafeQueueUserWorkItem(static call => call.Cancel(), this, preferLocal: false);

    /// <summary>The source is read before the cause: one that was made when the deadline was forgiven is the next target's, and is not cancelled for the one before.</summary>
    private void Cancel()
    {
        var stopping = Volatile.Read(ref _stopping);
        if (Cause != StopCause.None) stopping.Cancel();
    }
}
