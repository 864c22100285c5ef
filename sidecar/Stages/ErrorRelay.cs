using System.Buffers;
using System.Net;
using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Reads a provider's error and passes it on: as it came where it is one of the agent's dialect, in the agent's words where it is one of another, else a refusal stands for it. A
/// provider that refuses the key speaks to whoever runs the gateway, not to the agent, and no body that repeats the key ever leaves.
/// </summary>
internal sealed class ErrorRelay(BlockPool pool, TimeProvider clock)
{
    private const int MaxError = 64 * 1024;

    /// <summary>Reads the error's body, which the caller disposes.</summary>
    public async Task<ErrorAnswer> ReadAsync(Passage passage)
    {
        var body = new Body(pool, isAnswer: true);
        try
        {
            var whole = await ReadAsync(passage, body);
            return new(body, whole, whole ? ErrorWords.Read(passage, body.Bytes) : null);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>No other try follows: tells the agent.</summary>
    public void Run(Passage passage, ErrorAnswer answer)
    {
        passage.Reply.FirstByteAt = clock.GetTimestamp();
        passage.Reply.Outcome((int)passage.Answer.StatusCode, null);
        if (Refuse(passage, answer) is { } refusal)
        {
            passage.Reply.End = ReplyEnd.Failed;
            passage.Reply.Refusal = refusal;
            return;
        }

        var isOwn = passage.Leg.Translation is null && ErrorWords.IsOwn(passage.Call.Dialect, answer.Body.Bytes);
        Tell(passage, isOwn ? answer.Body.Bytes : new(BodyOf(passage, answer.Error!, (int)passage.Answer.StatusCode)), () =>
        {
            passage.Commit(clock.GetTimestamp(), passage.Leg.Translation is null ? null : "application/json");
            if (!isOwn) AddHeaders(passage, answer.Error!);
        });
    }

    /// <summary>A stream that began with an error, and no other try follows: the agent gets the error that the provider should have answered with.</summary>
    public void RunEarly(Passage passage, ProviderError error)
    {
        var status = ErrorWords.StatusOf(error.Kind);
        passage.Reply.FirstByteAt = clock.GetTimestamp();
        Tell(passage, new(BodyOf(passage, error, status)), () =>
        {
            (passage.Out.StatusCode, passage.Out.ContentType) = (status, "application/json");
            AddHeaders(passage, error);
        });
    }

    /// <summary>An error may repeat what was asked, so the guards look at it too.</summary>
    private void Tell(Passage passage, in ReadOnlySequence<byte> bytes, Action begin)
    {
        var guarded = OutputTexts.OfError(passage, bytes);
        if (guarded.IsGarbage) guarded = new(new(RefusalReason.ProviderFailed, "The provider answered with an error that is not in UTF-8."), null);
        if (guarded.Refusal is { } denied)
        {
            OutputTexts.End(passage, denied, clock.GetTimestamp());
            return;
        }

        begin();
        var left = guarded.Changed is null ? bytes : new(guarded.Changed);
        passage.Out.ContentLength = left.Length;
        foreach (var part in left) passage.Out.BodyWriter.Write(part.Span);
        (passage.Reply.BytesOut, passage.Reply.End) = (left.Length, ReplyEnd.Completed);
    }

    private static Refusal? Refuse(Passage passage, ErrorAnswer answer)
    {
        var status = passage.Answer.StatusCode;
        if (RefusesKey(passage.Answer) || answer.Error?.Kind == ErrorKind.Authentication)
            return new(RefusalReason.ProviderUnauthorized, "The provider refused this gateway's key; the agent's own key plays no part in it.");
        if ((int)status >= 400 && answer.Error is not null && !Holds(answer.Body, passage.Leg.Target.Provider) && !passage.Plan.Route.Held.StandIn(answer.Body.Bytes)) return null;
        return status == HttpStatusCode.TooManyRequests
            ? new(RefusalReason.ProviderLimited, "The provider answered 429 and did not say why.")
            : new(RefusalReason.ProviderFailed, $"The provider answered {(int)status} with a body that is not an error of its dialect.");
    }

    /// <summary>AWS says so by the error's type, with the status that it has for what the account may not do.</summary>
    private static bool RefusesKey(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Unauthorized
        || (answer.Headers.NonValidated.TryGetValues(ErrorWriter.BedrockTypeHeader, out var type) && BedrockErrors.KindOf(type.ToString()) == ErrorKind.Authentication);

    private static byte[] BodyOf(Passage passage, ProviderError error, int status) =>
        ErrorWriter.Body(passage.Call.Dialect, new(error.Kind, status, error.Code ?? "provider_error", error.Message) { Param = error.Param });

    private static void AddHeaders(Passage passage, ProviderError error)
    {
        if (passage.Call.Dialect == Dialect.Bedrock) passage.Out.Headers[ErrorWriter.BedrockTypeHeader] = ErrorWriter.BedrockType(error.Kind);
        if (error.RetryAfter is { } wait && passage.Out.Headers.RetryAfter.Count == 0)
            passage.Out.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
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
        return Holds(body, value[(value.LastIndexOf(' ') + 1)..]) || Holds(body, provider.Aws?.SessionToken?.Reveal() ?? "");
    }

    private static bool Holds(Body body, string secret) => secret.Length > 0 && body.Bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0;
}
