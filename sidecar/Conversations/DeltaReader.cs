namespace AiGateway.Sidecar.Conversations;

/// <summary>
/// Reads one streamed answer of one dialect, frame by frame. What it makes of the frames must not depend on anything else. It may throw what the JSON reader throws;
/// the caller ends the stream with an error then.
/// </summary>
internal abstract class DeltaReader
{
    /// <summary>Adds what the frame says.</summary>
    public abstract void Read(in StreamFrame frame, List<Delta> deltas);

    /// <summary>
    /// The provider's bytes have ended: adds what is still owed (open parts, choices without an end, <see cref="DeltaKind.End"/>). Where the dialect's last event never
    /// came the answer was cut: returns false and adds nothing.
    /// </summary>
    public abstract bool Finish(List<Delta> deltas);
}
