using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Has a stream judged as the agent would read it, behind every other check, whole: one that somebody may yet deny is held back until then, so that a denial is told as plainly as if
/// nothing had been sent. Where nobody denies, it passes as it comes, and is judged at its end.
/// </summary>
internal static class StreamGate
{
    private static readonly GuardPlace[] s_places = [GuardPlace.Output, GuardPlace.ToolArguments, GuardPlace.ToolResult, GuardPlace.ToolDefinition];

    /// <summary>Whether somebody looks at the answer.</summary>
    public static bool Looks(Passage passage) => CalledChecks.Wait(passage.Guard, s_places);

    /// <summary>Passes an answer on by the relay; false where it is none, and nothing has left.</summary>
    public static async Task<bool> RunAsync(Passage passage, BlockPool pool, Func<Passage, Task<bool>> relay)
    {
        var features = passage.Out.HttpContext.Features;
        var agent = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var (mayDeny, mayNotFail) = Bounds(passage.Guard!);
        using var held = new HeldStream(pool, agent, mayDeny, maySpill: !mayNotFail);
        features.Set<IHttpResponseBodyFeature>(held);
        try
        {
            if (!await relay(passage)) return false;
        }
        finally
        {
            features.Set(agent);
        }

        if (passage.Committed) await EndAsync(passage, held);
        return true;
    }

    /// <summary>Whether one who looks at answers may end the call at all, and whether one does where it cannot be asked.</summary>
    private static (bool MayDeny, bool MayNotFail) Bounds(GuardSession session)
    {
        var biting = session.Plan.Called.Select(check => check.Facts).Where(facts => !facts.IsShadow && CalledChecks.FirstOf(facts, s_places) is not null).ToList();
        var mayNotFail = biting.Exists(facts => facts.OnFailure == FailureAction.Deny);
        return (mayNotFail || biting.Exists(facts => facts.Action == GuardAction.Deny), mayNotFail);
    }

    private static async Task EndAsync(Passage passage, HeldStream held)
    {
        var reply = passage.Reply;
        try
        {
            var isToldOf = reply.Refusal is null && reply.End != ReplyEnd.AgentGone;
            if (isToldOf && !held.Holds) await passage.Out.CompleteAsync(); // The agent waits for nobody.
            if (isToldOf || (held.IsTooLong && passage.Handle.Cause == StopCause.None)) await JudgeAsync(passage, held);
            if (reply.Refusal is null && reply.End != ReplyEnd.AgentGone) await held.ReleaseAsync(passage.Handle.Token);
        }
        catch (Exception broken) when (UpstreamFault.Is(broken))
        {
            RelayEnd.Broken(passage);
        }

        if (held.Holds && (reply.Refusal is not null || reply.End == ReplyEnd.AgentGone)) Forget(passage);
    }

    private static async Task JudgeAsync(Passage passage, HeldStream held)
    {
        passage.Deadlines.ExpectNothing(passage.Handle); // The provider is done.
        var texts = held.IsTooLong ? null : HeldTexts.Of(passage, held.Bytes);
        var refusal = texts is { } read
            ? await passage.Called.JudgeAsync(new() { Plan = passage.Plan, Texts = read, IsAnswer = true }, held.Holds ? passage.Handle.Token : CancellationToken.None)
            : passage.Called.Fail(passage.Guard!, held.IsTooLong ? Faults.TooLarge : Faults.Unreadable, s_places);
        if (refusal is not null) (passage.Reply.End, passage.Reply.Refusal) = (ReplyEnd.Cut, refusal);
    }

    /// <summary>Nothing has left: the refusal is told with a status of its own.</summary>
    private static void Forget(Passage passage)
    {
        passage.Reply.BytesOut = 0;
        passage.Out.Headers.Clear();
        passage.Out.StatusCode = StatusCodes.Status200OK;
    }
}
