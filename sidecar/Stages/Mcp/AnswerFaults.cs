using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>An ordered list of checks over the head of an answer: what the agent is not to have, and what is no answer at all.</summary>
internal static class AnswerFaults
{
    private const int Redirect = 300;
    private const int ClientError = 400;
    private const int ServerError = 500;

    public static Refusal? Find(Exchange exchange, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (status is 401 or 403) return Unauthorized(exchange, status);
        if (status is >= Redirect and < ClientError)
            return new(RefusalReason.ServerRedirected, $"{exchange.Name} answered {status}, and this gateway follows no redirect: the McpServer's url must be the endpoint itself.");
        if (answer.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var coding) && !Is(coding.ToString(), "identity"))
            return Invalid(exchange, "with a content encoding that was not asked for");
        if (!ServerHeaders.SessionOf(answer, out _)) return Invalid(exchange, $"with a session id that is not one text of 1 to {McpHeaders.MaxSession} visible ASCII characters");
        if (answer.Content.Headers.ContentLength > AnswerGate.MaxMessage) return TooLarge(exchange);
        return FormOf(exchange, answer) == AnswerForm.Status ? FindInStatus(exchange, status) : null;
    }

    /// <summary>What of an answer goes on; its content type decides, and a body of another is left behind.</summary>
    public static AnswerForm FormOf(Exchange exchange, HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode is 202 or 204 or 205) return AnswerForm.Status;
        if (answer.Content.Headers.ContentLength == 0) return AnswerForm.Status;
        var type = answer.Content.Headers.ContentType;
        if (type?.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return AnswerForm.Status;
        if (Is(type?.MediaType, "application/json")) return exchange.Request.Verb == McpVerb.Get && answer.IsSuccessStatusCode ? AnswerForm.Status : AnswerForm.Message;
        return Is(type?.MediaType, "text/event-stream") && answer.IsSuccessStatusCode ? AnswerForm.Events : AnswerForm.Status;
    }

    public static Refusal TooLarge(Exchange exchange) =>
        Invalid(exchange, $"with a message of more than {AnswerGate.MaxMessage / (1024 * 1024)} MiB, which is more than this gateway passes");

    public static Refusal Invalid(Exchange exchange, string how) => new(RefusalReason.ServerAnswerInvalid, $"{exchange.Name} answered {how}.");

    private static Refusal? FindInStatus(Exchange exchange, int status)
    {
        if (status == StatusCodes.Status429TooManyRequests) return new(RefusalReason.ProviderLimited, $"{exchange.Name} answered 429 and did not say why.");
        if (status is < 200 or >= ServerError) return new(RefusalReason.ProviderFailed, $"{exchange.Name} answered {status} with a body that is not JSON.");
        var mustAnswer = exchange.Request.Verb == McpVerb.Get || (exchange.AwaitsAnswer && status != StatusCodes.Status202Accepted);
        return mustAnswer && status < ClientError ? Invalid(exchange, $"{status} with neither JSON nor a stream of events") : null;
    }

    private static Refusal Unauthorized(Exchange exchange, int status) => new(
        RefusalReason.ProviderUnauthorized,
        $"{exchange.Name} refused the gateway's credential ({status}); the agent's own plays no part in it. Whoever runs the McpServer looks at its auth.");

    private static bool Is(string? type, string wanted) => wanted.Equals(type, StringComparison.OrdinalIgnoreCase);
}
