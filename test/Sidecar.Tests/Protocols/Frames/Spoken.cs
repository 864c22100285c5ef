namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>One text of a scripted stream: of which answer, which part of it, and what.</summary>
internal readonly record struct Spoken(int Choice, int Part, string Kind)
{
    public const string Text = "text";
    public const string Reasoning = "reasoning";
    public const string Arguments = "arguments";

    /// <summary>Not said, but heard: that nothing may follow.</summary>
    public const string Ended = "ended";
}
