using System.Buffers;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Guards whole answers in the agent's own words, as the last before they leave: first the checks that ask nobody, then those who ask, over what the others left; behind them reversible
/// masks of the request are turned back.
/// </summary>
internal static class OutputTexts
{
    /// <summary>The places that an answer has texts of: hosted tools put their results and definitions into it.</summary>
    private static readonly GuardPlace[] s_places = [GuardPlace.Output, GuardPlace.ToolArguments, GuardPlace.ToolResult, GuardPlace.ToolDefinition];

    /// <summary>Whether an answer may not go on before it has been read whole.</summary>
    public static bool Hold(GuardSession? session) => session is not null && (!session.Vault.IsEmpty || s_places.Any(session.Plan.Looks));

    /// <summary>Guards an answer that is JSON.</summary>
    public static async ValueTask<GuardedAnswer> RunAsync(Passage passage, ReadOnlySequence<byte> bytes)
    {
        var (session, format) = (passage.Guard!, passage.Call.Format);
        var guarded = Look(session, format, bytes);
        if (guarded.IsGarbage || guarded.Refusal is not null) return guarded;
        var left = guarded.Changed is null ? bytes : new(guarded.Changed);
        if (CalledChecks.Wait(session, s_places) && await JudgeAsync(passage, left) is { } refusal) return new(refusal, null);
        return session.Vault.IsEmpty ? guarded : Restore(session, format, left) is { } restored ? new(null, restored) : guarded;
    }

    /// <summary>Guards a provider's error, which may repeat what was asked: by those who ask nobody.</summary>
    public static GuardedAnswer OfError(Passage passage, in ReadOnlySequence<byte> bytes)
    {
        if (passage.Guard is not { } session || !Hold(session)) return default;
        var guarded = Look(session, passage.Call.Format, bytes);
        if (guarded.IsGarbage || guarded.Refusal is not null || session.Vault.IsEmpty) return guarded;
        return Restore(session, passage.Call.Format, guarded.Changed is null ? bytes : new(guarded.Changed)) is { } restored ? new(null, restored) : guarded;
    }

    /// <summary>The provider did its part, and nothing of it leaves.</summary>
    public static void End(Passage passage, Refusal refusal, long now)
    {
        var reply = passage.Reply;
        (reply.End, reply.Refusal, reply.FirstByteAt) = (ReplyEnd.Cut, refusal, now);
        reply.Outcome((int)passage.Answer.StatusCode, CallWords.Of(refusal.Reason));
    }

    private static GuardedAnswer Look(GuardSession session, WireFormat format, in ReadOnlySequence<byte> bytes)
    {
        using var edits = new TextEdits(session, isAnswer: true);
        try
        {
            if (!edits.TryGuard(bytes, BodyTexts.OfAnswer(format, bytes))) return edits.IsBroken ? GuardedAnswer.Garbage : new(GuardRefusal.Of(session.Denial!), null);
            return new(null, edits.Edits.Count == 0 ? null : BodyEdits.Apply(bytes, edits.Edits));
        }
        catch (JsonException)
        {
            return GuardedAnswer.Garbage;
        }
    }

    private static ValueTask<Refusal?> JudgeAsync(Passage passage, in ReadOnlySequence<byte> bytes)
    {
        passage.Deadlines.ExpectNothing(passage.Handle); // Those who judge have times of their own.
        var texts = BodyTexts.OfAnswer(passage.Call.Format, bytes);
        texts.RemoveAll(text => text.Form is TextForm.Repeat or TextForm.Name);
        return passage.Called.JudgeAsync(new() { Plan = passage.Plan, Texts = RequestTexts.Of(texts, bytes), IsAnswer = true }, passage.Handle.Token);
    }

    /// <summary>The bytes with the values of the call's tokens in their place; null where no token stands in them.</summary>
    private static byte[]? Restore(GuardSession session, WireFormat format, in ReadOnlySequence<byte> bytes)
    {
        using var edits = new TextEdits(session, isAnswer: true);
        return edits.TryRestore(bytes, BodyTexts.OfAnswer(format, bytes)) && edits.Edits.Count > 0 ? BodyEdits.Apply(bytes, edits.Edits) : null;
    }
}
