using System.Buffers;
using System.Net;
using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;

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

        passage.Commit(clock.GetTimestamp(), passage.Leg.Translation is null ? null : "application/json");
        if (passage.Leg.Translation is null && ErrorWords.IsOwn(passage.Call.Dialect, answer.Body.Bytes)) Pass(passage, answer.Body);
        else Write(passage, answer.Error!);
        passage.Reply.End = ReplyEnd.Completed;
    }

    /// <summary>A stream that began with an error, and no other try follows: the agent gets the error that the provider should have answered with.</summary>
    public void RunEarly(Passage passage, ProviderError error)
    {
        passage.Reply.FirstByteAt = clock.GetTimestamp();
        passage.Out.StatusCode = ErrorWords.StatusOf(error.Kind);
        passage.Out.ContentType = "application/json";
        Write(passage, error);
        passage.Reply.End = ReplyEnd.Completed;
    }

    private static Refusal? Refuse(Passage passage, ErrorAnswer answer)
    {
        var status = passage.Answer.StatusCode;
        if (RefusesKey(passage.Answer) || answer.Error?.Kind == ErrorKind.Authentication)
            return new(RefusalReason.ProviderUnauthorized, "The provider refused this gateway's key; the agent's own key plays no part in it.");
        if ((int)status >= 400 && answer.Error is not null && !Holds(answer.Body, passage.Leg.Target.Provider)) return null;
        return status == HttpStatusCode.TooManyRequests
            ? new(RefusalReason.ProviderLimited, "The provider answered 429 and did not say why.")
            : new(RefusalReason.ProviderFailed, $"The provider answered {(int)status} with a body that is not an error of its dialect.");
    }

    /// <summary>AWS says so by the error's type, with the status that it has for what the account may not do.</summary>
    private static bool RefusesKey(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Unauthorized
        || (answer.Headers.NonValidated.TryGetValues(ErrorWriter.BedrockTypeHeader, out var type) && BedrockErrors.KindOf(type.ToString()) == ErrorKind.Authentication);

    private static void Pass(Passage passage, Body body)
    {
        passage.Out.ContentLength = body.Length;
        foreach (var part in body.Bytes) passage.Out.BodyWriter.Write(part.Span);
        passage.Reply.BytesOut = body.Length;
    }

    private static void Write(Passage passage, ProviderError error)
    {
        var text = new ErrorText(error.Kind, passage.Out.StatusCode, error.Code ?? "provider_error", error.Message) { Param = error.Param };
        var body = ErrorWriter.Body(passage.Call.Dialect, text);
        if (passage.Call.Dialect == Dialect.Bedrock) passage.Out.Headers[ErrorWriter.BedrockTypeHeader] = ErrorWriter.BedrockType(error.Kind);
        if (error.RetryAfter is { } wait && passage.Out.Headers.RetryAfter.Count == 0)
            passage.Out.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        passage.Out.ContentLength = body.Length;
        passage.Out.BodyWriter.Write(body);
        passage.Reply.BytesOut = body.Length;
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
