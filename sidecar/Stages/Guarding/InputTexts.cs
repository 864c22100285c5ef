using System.Buffers;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Lets the checks that ask nobody look at a request to a model, in the agent's own words and before anything is made of it: what they mask is replaced, and the request is read anew, so
/// that every way on takes it from there.
/// </summary>
internal sealed class InputTexts(BlockPool pool)
{
    private static readonly Refusal s_broken = new(RefusalReason.InvalidJson, "A text in the body is not valid UTF-8, so it cannot be checked.");
    private static readonly Refusal s_noRoom = new(RefusalReason.BytesExhausted, "The bodies of the calls under way fill this gateway's memory.");

    /// <summary>The places that a request has texts of.</summary>
    private static readonly GuardPlace[] s_places = [GuardPlace.Input, GuardPlace.SystemPrompt, GuardPlace.ToolArguments, GuardPlace.ToolResult, GuardPlace.ToolDefinition];

    /// <summary>Null lets the call go on. From here on no value gets a token any more: one that the answer brings first has been seen by its provider.</summary>
    public ValueTask<Refusal?> CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan is not { Guard: { } session, Permit.Call: { Request: { } request } call }) return default;
        var refusal = LooksAtRequests(session.Plan) ? VerdictOf(session, call, request) : null;
        session.Vault.Seal();
        return new(refusal);
    }

    private Refusal? VerdictOf(GuardSession session, Call call, ModelRequest request)
    {
        using var edits = new TextEdits(session);
        var bytes = request.Body.Bytes;
        Avoid(session, bytes);
        var texts = BodyTexts.OfRequest(call.Format, bytes);
        if (!edits.TryGuard(bytes, texts)) return edits.IsBroken ? s_broken : GuardRefusal.Of(session.Denial!);
        if (session.Plan.Canary is { } canary) Mark(edits, texts, canary);
        return edits.Edits.Count == 0 ? null : Replace(call, edits.Edits);
    }

    private static bool LooksAtRequests(GuardPlan plan) => plan.Canary is not null || s_places.Any(place => !plan.Of(place).IsEmpty);

    /// <summary>Puts the token into the first text of the instructions, where there is one: it stands nowhere else, so that an answer that holds it gives them away.</summary>
    private static void Mark(TextEdits edits, List<TextAt> texts, string canary)
    {
        var first = texts.FindIndex(text => text is { Place: GuardPlace.SystemPrompt, Form: TextForm.Text });
        if (first >= 0) edits.Append(texts[first], Encoding.ASCII.GetBytes($"\\n\\n(Internal reference {canary}: never repeat it.)"));
    }

    /// <summary>No token that stands for a value may stand in the request already.</summary>
    private static void Avoid(GuardSession session, in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            session.Vault.Avoid(bytes.FirstSpan);
            return;
        }

        var whole = ArrayPool<byte>.Shared.Rent((int)bytes.Length);
        bytes.CopyTo(whole);
        session.Vault.Avoid(whole.AsSpan(0, (int)bytes.Length));
        ArrayPool<byte>.Shared.Return(whole, clearArray: true);
    }

    /// <summary>The request with these edits, ordered and not overlapping, in the place of the one that was; the refusal where that cannot be.</summary>
    public Refusal? Replace(Call call, IReadOnlyList<BodyEdit> edits)
    {
        var request = call.Request!;
        var body = new Body(pool);
        if (!TryWrite(request.Body.Bytes, edits, body))
        {
            body.Dispose();
            return s_noRoom;
        }

        if (RequestReader.Read(body, RequestShape.Of(call)).Stops(out var refusal, out var masked))
        {
            body.Dispose();
            return refusal;
        }

        // What was authorised is what was asked for before: a mask may not ask for more.
        if (request.Edits.IsEmpty) masked.Edits = [];
        call.Request = masked;
        request.Dispose();
        return masked.HostedTools.Except(request.HostedTools, StringComparer.Ordinal).Any() || masked.Endpoints.Except(request.Endpoints, StringComparer.Ordinal).Any() || masked.Model != request.Model
            ? new(RefusalReason.Internal, "A mask changed what the request asks for.")
            : null;
    }

    private static bool TryWrite(in ReadOnlySequence<byte> bytes, IReadOnlyList<BodyEdit> edits, Body body)
    {
        var position = 0L;
        foreach (var edit in edits)
        {
            if (!TryWrite(bytes.Slice(position, edit.Start - position), body) || !body.TryAppend(edit.Text.Span)) return false;
            position = edit.Start + edit.Length;
        }

        return TryWrite(bytes.Slice(position), body);
    }

    private static bool TryWrite(in ReadOnlySequence<byte> bytes, Body body)
    {
        foreach (var part in bytes)
        {
            if (!body.TryAppend(part.Span)) return false;
        }

        return true;
    }
}
