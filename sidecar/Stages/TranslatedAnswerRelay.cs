using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages;

/// <summary>Reads a whole answer in the provider's words and gives it in the agent's. Nothing leaves before all of it has been understood.</summary>
internal sealed class TranslatedAnswerRelay(BlockPool pool, TimeProvider clock)
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = Translation.MaxDepth };

    /// <summary>False where what came is no answer of the provider's dialect; nothing has left then.</summary>
    public async Task<bool> RunAsync(Passage passage)
    {
        using var body = new Body(pool, isAnswer: true);
        if (!await WholeAnswer.ReadAsync(passage, body)) return false;
        using var bytes = new PooledBytes();
        if (Write(passage, body, bytes) is not { } usage) return false;
        var guarded = OutputTexts.Hold(passage.Guard) ? await OutputTexts.RunAsync(passage, new(bytes.Written)) : default;
        passage.Reply.Usage = UsageOf(passage, body, usage);
        if (guarded.IsGarbage) return false;
        if (guarded.Refusal is null) Pass(passage, guarded.Changed ?? bytes.Written);
        else OutputTexts.End(passage, guarded.Refusal, clock.GetTimestamp());
        return true;
    }

    /// <summary>As the provider told it; an estimate where it did not, or where it told of no output and there was text.</summary>
    private static Usage UsageOf(Passage passage, Body body, in Usage told)
    {
        if (passage.Call.Operation == Operation.CountTokens || (told.Source != UsageSource.None && !(told.Output == 0 && passage.MakesText))) return told;
        var tap = new UsageTap(passage.Request.Body.Length, withholdUsageChunk: false) { MakesText = passage.MakesText };
        foreach (var part in body.Bytes) tap.OnBytes(part.Span);
        return tap.Usage.Source == UsageSource.Reported ? told : tap.Usage;
    }

    private void Pass(Passage passage, ReadOnlyMemory<byte> bytes)
    {
        passage.Commit(clock.GetTimestamp(), "application/json");
        passage.Out.ContentLength = bytes.Length;
        passage.Out.BodyWriter.Write(bytes.Span);
        (passage.Reply.BytesOut, passage.Reply.End) = (bytes.Length, ReplyEnd.Completed);
    }

    private static Usage? Write(Passage passage, Body body, PooledBytes bytes)
    {
        try
        {
            using var answer = JsonDocument.Parse(body.Bytes, s_options);
            using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true });
            return passage.Leg.Translation!.WriteAnswer(passage.Leg.Format, answer.RootElement, json);
        }
        catch (Exception garbage) when (Untrusted.IsGarbage(garbage))
        {
            return null;
        }
    }
}
