using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>Reads a whole answer in the provider's words and gives it in the agent's. Nothing leaves before all of it has been understood.</summary>
internal sealed class TranslatedAnswerRelay(BlockPool pool, TimeProvider clock)
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = Translation.MaxDepth };

    /// <summary>False where what came is no answer of the provider's dialect; nothing has left then.</summary>
    public async Task<bool> RunAsync(Passage passage)
    {
        using var body = new Body(pool, isAnswer: true);
        if (!await ReadAsync(passage, body)) return false;
        using var bytes = new PooledBytes();
        if (Write(passage, body, bytes) is not { } usage) return false;
        passage.Commit(clock.GetTimestamp(), "application/json");
        passage.Out.ContentLength = bytes.Length;
        passage.Out.BodyWriter.Write(bytes.Written.Span);
        passage.Reply.Usage = usage.Source == UsageSource.None && passage.Call.Operation != Operation.CountTokens
            ? new UsageTap(passage.Request.Body.Length + body.Length, withholdUsageChunk: false).Usage
            : usage;
        (passage.Reply.BytesOut, passage.Reply.End) = (bytes.Length, ReplyEnd.Completed);
        return true;
    }

    private static async Task<bool> ReadAsync(Passage passage, Body body)
    {
        var stream = await passage.Answer.Content.ReadAsStreamAsync(passage.Handle.Token);
        while (body.Length <= PooledBytes.Most && body.TryReserve(out var free))
        {
            var count = await stream.ReadAsync(free, passage.Handle.Token);
            if (count == 0) return true;
            body.Commit(count);
            passage.Deadlines.ExpectMore(passage.Handle);
        }

        return false;
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
