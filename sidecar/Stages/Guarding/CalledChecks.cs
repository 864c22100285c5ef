using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>The checks that ask somebody else, all of a call's at the same time. Whoever holds the texts awaits the verdict before they go on.</summary>
internal sealed class CalledChecks(AttemptPlanners planners, BlockPool pool, GuardCallMeters meters) : IDisposable
{
    /// <summary>How many are asked at the same time; who comes later waits, within its own time.</summary>
    private const int MostAtOnce = 128;

    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private readonly WebhookCall _webhooks = new(planners.Clock);
    private readonly ModerationCall _moderations = new(planners.Clock);
    private readonly BedrockGuardrailCall _guardrails = new(planners.Clock);
    private readonly JudgeCall _judges = new(new(planners, pool));
    private readonly GroundednessCall _grounds = new(new(planners, pool));

    /// <summary>Whether texts of one of these places may not go on before somebody else has judged them: then they are held back whole.</summary>
    public static bool Wait(GuardSession? session, params ReadOnlySpan<GuardPlace> places)
    {
        if (session is null || session.Plan.Called.IsEmpty) return false;
        foreach (var check in session.Plan.Called)
        {
            if (FirstOf(check.Facts, places) is not null) return true;
        }

        return false;
    }

    /// <summary>The first of the places that the check looks at; null for none.</summary>
    public static GuardPlace? FirstOf(CheckFacts check, params ReadOnlySpan<GuardPlace> places)
    {
        foreach (var place in places)
        {
            if (check.On.Contains(place)) return place;
        }

        return null;
    }

    /// <summary>
    /// Asks every check that looks at one of the texts, and takes down what it said in the call's session; null lets the texts pass. At once where no check looks. To be awaited by
    /// whoever uses the session, as the only one.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token stopped it; what was answered before has been taken down.</exception>
    public async ValueTask<Refusal?> JudgeAsync(Judged judged, CancellationToken cancellationToken)
    {
        if (judged.Plan.Guard is not { Plan.Called.IsEmpty: false } session) return null;
        session.Take(await AskAsync(judged, session.Plan.Called, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return session.Denial is { } denial ? GuardRefusal.Of(denial) : null;
    }

    /// <summary>Asks these checks; ends when all have answered, failed, or been stopped, and never in an exception.</summary>
    public Task<Ruling[]> AskAsync(Judged judged, IEnumerable<CalledCheck> checks, CancellationToken cancellationToken) =>
        Task.WhenAll(checks.Select(check => Question.Of(check, judged)).OfType<Question>().Select(question => AskAsync(question, cancellationToken)));

    /// <summary>Takes down that no check of these places could be made; a refusal where one of them denies then.</summary>
    public Refusal? Fail(GuardSession session, string fault, params ReadOnlySpan<GuardPlace> places)
    {
        foreach (var check in session.Plan.Called)
        {
            if (FirstOf(check.Facts, places) is not { } place) continue;
            var ruling = new Ruling(check.Facts, place) { Fault = fault };
            meters.Add(ruling);
            session.Take([ruling]);
        }

        return session.Denial is { } denial ? GuardRefusal.Of(denial) : null;
    }

    public void Dispose() => _room.Dispose();

    private async Task<Ruling> AskAsync(Question question, CancellationToken cancellationToken)
    {
        var verdict = question.IsTooLarge ? Verdict.Failed(Faults.TooLarge) : await AskInTimeAsync(question, cancellationToken);
        var fault = verdict.Fault is not null && cancellationToken.IsCancellationRequested ? Ruling.Stopped : verdict.Fault;
        var facts = question.Check.Facts;
        var ruling = new Ruling(facts, verdict.Place ?? question.Texts[0].Place)
        {
            Label = verdict.Label,
            Fault = fault,
            Usage = verdict.Usage.IsDefault ? [] : verdict.Usage,
        };
        meters.Add(ruling);
        return ruling;
    }

    private async Task<Verdict> AskInTimeAsync(Question question, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(question.Timeout, planners.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            await _room.WaitAsync(either.Token);
            try
            {
                return await CallOf(question.Check.Rule.Type).AskAsync(question, either.Token);
            }
            finally
            {
                _room.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return Verdict.Failed(Faults.Timeout);
        }
    }

    private CheckCall CallOf(string type) => type switch
    {
        CheckTypes.OpenAiModeration => _moderations,
        CheckTypes.BedrockGuardrail => _guardrails,
        CheckTypes.LlmJudge => _judges,
        CheckTypes.Groundedness => _grounds,
        _ => _webhooks,
    };
}
