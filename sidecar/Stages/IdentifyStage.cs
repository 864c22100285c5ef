using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>What is asked for? Reads path, method and body, and believes no header about anything else.</summary>
internal sealed class IdentifyStage(BodyReader bodies)
{
    public async ValueTask<Step<Call>> RunAsync(HttpContext http)
    {
        var (operation, method) = OpenAiPaths.Of(http.Request.Path);
        if (operation == Operation.Unknown) return new Refusal(RefusalReason.NoSuchPath, $"Nothing is served at this path. Served are: {OpenAiPaths.Served}.");
        if (http.Request.Method != method) return new Refusal(RefusalReason.MethodNotAllowed, $"This path is served for {method} alone.", method);

        return operation switch
        {
            Operation.Chat => await ReadChatAsync(http),
            Operation.GetModel => ReadModel(OpenAiPaths.ModelOf(http)),
            _ => new Call { Operation = operation, Dialect = Dialect.OpenAi },
        };
    }

    private static Step<Call> ReadModel(string model) =>
        ModelNames.Check(model) is { } refusal ? refusal : new Call { Operation = Operation.GetModel, Dialect = Dialect.OpenAi, Model = model };

    private async ValueTask<Step<Call>> ReadChatAsync(HttpContext http)
    {
        if (!IsPlainJson(http.Request)) return new Refusal(RefusalReason.WrongContentType, "The body must be application/json in UTF-8, without a content encoding.");

        var (body, fault) = await bodies.ReadAsync(http);
        if (body is null) return RefusalOf(fault);
        if (RequestReader.Read(body).Stops(out var refusal, out var chat))
        {
            body.Dispose();
            return refusal;
        }

        return new Call { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Format = WireFormat.OpenAiChat, Model = chat.Model, Request = chat };
    }

    private static bool IsPlainJson(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        var parameters = end < 0 ? [] : type[(end + 1)..].Trim();
        return (end < 0 ? type : type[..end]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (parameters.IsEmpty || parameters.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase)
                || parameters.Equals("charset=\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            && request.Headers.ContentEncoding.Count == 0;
    }

    private static Refusal RefusalOf(BodyFault fault) => fault switch
    {
        BodyFault.TooLarge => new(RefusalReason.BodyTooLarge, "The body is larger than this gateway reads."),
        BodyFault.BudgetSpent => new(RefusalReason.BytesExhausted, "The bodies of the calls under way fill this gateway's memory."),
        BodyFault.TooSlow => new(RefusalReason.BodyTooSlow, "The body did not arrive in time."),
        _ => new(RefusalReason.BodyBroken, "The body ended early, or its framing is broken."),
    };
}
