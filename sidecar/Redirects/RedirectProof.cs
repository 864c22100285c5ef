namespace AiGateway.Sidecar.Redirects;

/// <summary>
/// What the validator saw before the agent began, as a file in a volume that the validator alone writes and the sidecar alone reads. The sidecar cannot measure it itself: its own
/// user is exempt.
/// </summary>
internal sealed record RedirectProof
{
    /// <summary>When it was measured.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The nonce that was sent to an address of nobody (RFC 5737) and arrived at the transparent port, in hexadecimal.</summary>
    public required string Nonce { get; init; }

    /// <summary>Whether every check held. A validator that finds one that does not fails the pod, unless the policy lets it run at a lower level.</summary>
    public required bool Redirected { get; init; }

    /// <summary>The first check that did not hold, in a sentence; null where all did.</summary>
    public string? Reason { get; init; }
}
