using System.Buffers;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages;

/// <summary>Reads an answer that is no stream of events whole, lets the guards look at it, and only then passes it. Media, which is no text, passes as it came.</summary>
internal sealed class GuardedAnswerRelay(BlockPool pool, TimeProvider clock)
{
    private static readonly string[] s_media = ["audio/", "image/", "video/", "application/octet-stream"];

    /// <summary>False where what came is no answer of the dialect; nothing has left then.</summary>
    public async Task<bool> RunAsync(Passage passage)
    {
        using var body = new Body(pool, isAnswer: true);
        var isWhole = await WholeAnswer.ReadAsync(passage, body);
        var tap = TapOf(passage, body);
        if (!isWhole) return EndTooLong(passage, tap);
        if (!AnswerRelay.BeginsAsJson(body.Bytes.FirstSpan)) return IsMedia(passage) && Pass(passage, body.Bytes, tap);
        var guarded = await OutputTexts.RunAsync(passage, body.Bytes);
        passage.Reply.Usage = tap.Usage;
        if (guarded.IsGarbage) return false;
        if (guarded.Refusal is null) return Pass(passage, guarded.Changed is null ? body.Bytes : new(guarded.Changed), tap);
        OutputTexts.End(passage, guarded.Refusal, clock.GetTimestamp());
        return true;
    }

    private static UsageTap TapOf(Passage passage, Body body)
    {
        var tap = new UsageTap(passage.Request.Body.Length, withholdUsageChunk: false) { MakesImages = passage.Call.Operation == Operation.Image, MakesText = passage.MakesText };
        foreach (var part in body.Bytes) tap.OnBytes(part.Span);
        return tap;
    }

    private static bool IsMedia(Passage passage) =>
        AnswerRelay.MayBeMedia(passage.Leg.Format) && passage.Answer.Content.Headers.ContentType?.MediaType is { } type && s_media.Any(media => type.StartsWith(media, StringComparison.OrdinalIgnoreCase));

    private bool Pass(Passage passage, in ReadOnlySequence<byte> bytes, UsageTap tap)
    {
        passage.Commit(clock.GetTimestamp());
        passage.Out.ContentLength = bytes.Length;
        foreach (var part in bytes) passage.Out.BodyWriter.Write(part.Span);
        (passage.Reply.Usage, passage.Reply.BytesOut, passage.Reply.End) = (tap.Usage, bytes.Length, ReplyEnd.Completed);
        return true;
    }

    private static bool EndTooLong(Passage passage, UsageTap tap)
    {
        passage.Reply.Outcome((int)passage.Answer.StatusCode, null);
        (passage.Reply.Usage, passage.Reply.End) = (tap.Usage, ReplyEnd.Cut);
        passage.Reply.Refusal = new(RefusalReason.ProviderFailed, "The answer is longer than this gateway can hold, and a guardrail has to see all of it.");
        return true;
    }
}
