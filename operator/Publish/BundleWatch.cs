namespace AiGateway.Operator.Publish;

/// <summary>One stream's view of the board: a slot for the newest bundle, and a signal. It never holds more than one bundle.</summary>
internal sealed class BundleWatch(Action<BundleWatch> forget) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Signal _changed = new();
    private volatile PodBundle? _latest;
    private volatile bool _ended;
    private bool _holding;

    /// <summary>Take it before reading, then wait for it.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Null while the pod is not known, and again once it is gone.</summary>
    public PodBundle? Latest => _latest;

    /// <summary>The stream is to end: the operator stops, or the sidecar has connected anew.</summary>
    public bool Ended => _ended;

    /// <summary>The stream holds the bundle that it saw back until this replica has caught up: each later publication is worth a look.</summary>
    public void Hold(PodBundle? seen)
    {
        lock (_gate)
        {
            _holding = true;
            if (!ReferenceEquals(_latest, seen)) _changed.Raise();
        }
    }

    /// <summary>Nothing is held back any more.</summary>
    public void Release()
    {
        lock (_gate) _holding = false;
    }

    public void Offer(PodBundle? bundle)
    {
        lock (_gate)
        {
            var before = _latest;
            _latest = bundle;
            if (_holding || Differs(before, bundle)) _changed.Raise();
        }
    }

    public void End()
    {
        _ended = true;
        _changed.Raise();
    }

    public void Dispose() => forget(this);

    private static bool Differs(PodBundle? before, PodBundle? after) =>
        before?.Rules.Revision != after?.Rules.Revision || before?.Finish != after?.Finish;
}
