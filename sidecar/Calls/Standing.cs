namespace AiGateway.Sidecar.Calls;

/// <summary>How a limit stands.</summary>
/// <param name="Limit">How much it allows.</param>
/// <param name="Remaining">How much of it nobody has used or holds; the call that is told of holds its part.</param>
/// <param name="Reset">How long until nothing of what is used counts any more; zero where nothing is used, or it is not known.</param>
internal readonly record struct Standing(long Limit, long Remaining, TimeSpan Reset)
{
    /// <summary>There is none.</summary>
    public static Standing None { get; } = new(-1, 0, TimeSpan.Zero);

    public bool IsNone => Limit < 0;
}
