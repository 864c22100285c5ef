namespace AiGateway.Operator.Inject;

/// <summary>What became of a pod at admission.</summary>
internal enum InjectionOutcome
{
    /// <summary>The patch puts the sidecar in, or puts right what has come since.</summary>
    Injected,

    /// <summary>Nothing is left to do: the sidecar is there as it should be, or the pod is none of ours.</summary>
    Unchanged,

    /// <summary>The pod starts without a sidecar; the patch says why, as an annotation.</summary>
    Skipped,

    /// <summary>The pod is not admitted.</summary>
    Denied,
}
