namespace AiGateway.Sidecar.Guards;

/// <summary>Rulings on a request that are awaited beside its call. They reach the session when its call awaits them, or ends: never from another thread.</summary>
/// <param name="asked">Ends in rulings, also when it is stopped.</param>
/// <param name="stop">Takes the questions back.</param>
internal sealed class PendingRulings(Task<Ruling[]> asked, CancellationTokenSource stop)
{
    /// <summary>Awaits all of them and takes them down.</summary>
    /// <exception cref="OperationCanceledException">The token ended the waiting; they are still pending.</exception>
    public async Task SettleAsync(GuardSession session, CancellationToken cancellationToken)
    {
        var rulings = await asked.WaitAsync(cancellationToken);
        session.Beside = null;
        session.Take(rulings);
        stop.Dispose();
    }

    /// <summary>The call has ended: takes back what is still asked, and takes down what was answered.</summary>
    public async Task StopAsync(GuardSession session)
    {
        await stop.CancelAsync();
        await SettleAsync(session, CancellationToken.None);
    }
}
