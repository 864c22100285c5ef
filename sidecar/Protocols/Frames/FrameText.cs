using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>Where a text, or a piece of one, stands in a frame's JSON.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Which checks look at it.</param>
/// <param name="Start">Where its JSON value begins, a string's quote included.</param>
/// <param name="Length">The length of that value, in bytes.</param>
internal readonly record struct FrameText(FrameTextKind Kind, GuardPlace Place, int Start, int Length)
{
    /// <summary>Its channel, where it has one.</summary>
    public ChannelKey Channel { get; init; }

    /// <summary>Whether it says again what another text says: findings in it that are known count once.</summary>
    public bool IsEcho { get; init; }
}
