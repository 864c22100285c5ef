using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>Where a text stands in a body.</summary>
/// <param name="Place">What it is.</param>
/// <param name="Form">How it is written.</param>
/// <param name="Start">Where its JSON value begins in the body, a string's quote included.</param>
/// <param name="Length">The length of that value, in bytes.</param>
internal readonly record struct TextAt(GuardPlace Place, TextForm Form, long Start, long Length)
{
    /// <summary>Where the object begins that it shares with what repeats it, as a choice of an answer; 0 for the body itself.</summary>
    public long Group { get; init; }
}
