using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Texts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// The last of the input's checks: has the texts of the request judged, as they would be sent. Those who are asked beside the call are asked at the same time as the others, and
/// their rulings wait in the session for the first byte of an answer.
/// </summary>
internal sealed class InputJudge(CalledChecks called)
{
    /// <summary>More text than any check sends, whatever of it is escapes: it is not even decoded.</summary>
    private const long MostEscaped = 6L * CalleeCheck.MostBytes;

    private static readonly GuardPlace[] s_places = [GuardPlace.Input, GuardPlace.SystemPrompt, GuardPlace.ToolArguments, GuardPlace.ToolResult, GuardPlace.ToolDefinition];

    public async ValueTask<Refusal?> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (!CalledChecks.Wait(plan.Guard, s_places) || plan.Permit.Call.Request is not { } request) return null;
        var (session, body) = (plan.Guard!, request.Body.Bytes);
        var places = BodyTexts.OfRequest(plan.Permit.Call.Format, body);
        if (places.Sum(text => text.Length) > MostEscaped) return called.Fail(session, Faults.TooLarge, s_places);
        var judged = new Judged { Plan = plan, Texts = RequestTexts.Of(places, body) };
        if (session.Plan.Called.Any(Question.IsBeside)) AskBeside(session, judged);
        session.Take(await called.AskAsync(judged, session.Plan.Called.Where(check => !Question.IsBeside(check)), cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return session.Denial is { } denial ? GuardRefusal.Of(denial) : null;
    }

    /// <summary>Not stopped by the agent's hanging up, but by the end of the call, which then takes down what was answered.</summary>
    private void AskBeside(GuardSession session, Judged judged)
    {
        var stop = new CancellationTokenSource();
        session.Beside = new(called.AskAsync(judged, session.Plan.Called.Where(Question.IsBeside), stop.Token), stop);
    }
}
