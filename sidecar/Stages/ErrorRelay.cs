using System.Buffers;
using System.Net;
using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Passes a provider's error as it came where it is one of the dialect; else a refusal stands for it. A provider that refuses the key
/// speaks to whoever runs the gateway, not to the agent, and no body that repeats the key ever leaves.
/// </summary>
internal sealed class ErrorRelay(BlockPool pool, TimeProvider clock)
{
    private const int MaxError = 64 * 1024;

    public async Task RunAsync(Passage passage)
    {
        using var body = new Body(pool, isAnswer: true);
        var whole = await ReadAsync(passage, body);
        var status = passage.Answer.StatusCode;
        passage.Reply.FirstByteAt = clock.GetTimestamp();
        passage.Reply.Outcome((int)status, null);
        if (Refuse(passage, body, whole) is { } refusal)
        {
            passage.Reply.End = ReplyEnd.Failed;
            passage.Reply.Refusal = refusal;
            return;
        }

        passage.Commit(clock.GetTimestamp());
        passage.Out.ContentLength = body.Length;
        foreach (var part in body.Bytes) passage.Out.BodyWriter.Write(part.Span);
        passage.Reply.BytesOut = body.Length;
        passage.Reply.End = ReplyEnd.Completed;
    }

    private static Refusal? Refuse(Passage passage, Body body, bool whole)
    {
        var status = passage.Answer.StatusCode;
        if (status == HttpStatusCode.Unauthorized)
            return new(RefusalReason.ProviderUnauthorized, "The provider refused this gateway's key; the agent's own key plays no part in it.");
        if (whole && (int)status >= 400 && OpenAiErrors.IsErrorBody(body.Bytes) && !Holds(body, passage.Reply.Target!.Provider)) return null;

        return status == HttpStatusCode.TooManyRequests
            ? new(RefusalReason.ProviderLimited, "The provider answered 429 and did not say why.")
            : new(RefusalReason.ProviderFailed, $"The provider answered {(int)status} with a body that is not an error of this dialect.");
    }

    /// <summary>False where the body is longer than an error's, or did not come whole.</summary>
    private static async Task<bool> ReadAsync(Passage passage, Body body)
    {
        var stream = await passage.Answer.Content.ReadAsStreamAsync(passage.Handle.Token);
        while (body.Length <= MaxError && body.TryReserve(out var free))
        {
            var count = await stream.ReadAsync(free, passage.Handle.Token);
            if (count == 0) return true;
            body.Commit(count);
        }

        return false;
    }

    private static bool Holds(Body body, Provider provider)
    {
        var value = provider.KeyValue.Reveal();
        var key = value[(value.LastIndexOf(' ') + 1)..];
        return key.Length > 0 && body.Bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(key)) >= 0;
    }
}
