using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>The checks that ask somebody else, all of a call's at the same time. Whoever holds the texts awaits the verdict before they go on.</summary>
internal sealed class CalledChecks : IDisposable
{
    /// <summary>How many are asked at the same time; who comes later waits, within its own time.</summary>
    private const int MostAtOnce = 128;

    private readonly SemaphoreSlim _room = new(MostAtOnce);

    /// <summary>Whether texts of one of these places may not go on before somebody else has judged them: then they are held back whole.</summary>
    public static bool Wait(GuardSession? session, params ReadOnlySpan<GuardPlace> places)
    {
        if (session is null || session.Plan.Called.IsEmpty) return false;
        foreach (var check in session.Plan.Called)
        {
            if (check.Facts.On.AsSpan().ContainsAny(places)) return true;
        }

        return false;
    }

    /// <summary>
    /// Asks every check that looks at one of the texts, and takes down what it said in the call's session; null lets the texts pass. At once where no check looks. To be awaited by
    /// whoever uses the session, as the only one.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token stopped it; nothing was taken down.</exception>
    public async ValueTask<Refusal?> JudgeAsync(Judged judged, CancellationToken cancellationToken)
    {
        var session = judged.Plan.Guard;
        if (session is null) return null;
        foreach (var check in session.Plan.Called)
        {
            // Each is made by its caller; one that has none cannot be made.
            var place = judged.Texts.FirstOrDefault(text => check.Facts.On.Contains(text.Place));
            if (place.Text is not null) session.AddFailure(check.Facts, place.Place);
        }

        await _room.WaitAsync(cancellationToken);
        _room.Release();
        return session.Denial is { } denial ? GuardRefusal.Of(denial) : null;
    }

    public void Dispose() => _room.Dispose();
}
