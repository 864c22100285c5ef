namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>One way to ask somebody for a verdict. Holds no state of a call; the same instance serves all.</summary>
internal abstract class CheckCall
{
    /// <summary>Asks; whatever the other side does is a verdict, and no exception.</summary>
    /// <exception cref="OperationCanceledException">The token stopped it.</exception>
    public abstract Task<Verdict> AskAsync(Question question, CancellationToken cancellationToken);
}
