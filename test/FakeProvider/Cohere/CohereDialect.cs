using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Cohere;

/// <summary>Cohere's v2 chat.</summary>
internal sealed class CohereDialect : Dialect
{
    public override Ask Read(JsonElement body) => new CohereReader().Read(body);

    public override JsonObject Whole(Reply reply) => new CohereAnswer(reply).Whole();

    public override IAsyncEnumerable<byte[]> FramesAsync(Reply reply, CancellationToken cancellationToken) => new CohereFrames(reply).AllAsync(cancellationToken);

    public override Task RefuseAsync(HttpContext http, Fault fault)
    {
        var (status, message) = Words(fault);
        return Answers.RefuseAsync(http, fault.StatusOr(status), new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["message"] = message }, fault.RetryAfter);
    }

    public override byte[] ErrorFrame(Fault fault) => Sse.Named(new()
    {
        ["type"] = "message-end",
        ["delta"] = new JsonObject { ["finish_reason"] = "ERROR", ["error"] = Words(fault).Message },
    });

    private static (int Status, string Message) Words(Fault fault) => fault.Kind switch
    {
        FaultKind.UnknownMember => (400, $"unknown field: parameter '{fault.Param}' is not a valid field"),
        FaultKind.ContextLength => (400, "too many tokens: total number of tokens in the prompt cannot exceed 128000 - received 130000."),
        FaultKind.NoKey => (401, "no api key supplied"),
        FaultKind.WrongKey => (401, "invalid api token"),
        FaultKind.Permission => (403, "your account does not have access to this model"),
        FaultKind.UnknownModel => (404, $"model '{fault.Param}' not found, make sure the correct model ID was used and that you have access to the model."),
        FaultKind.UnknownPath => (404, "not found"),
        FaultKind.TooLarge => (413, "request body too large"),
        FaultKind.RateLimit => (429, "You are using a Trial key, which is limited to 20 API calls / minute."),
        FaultKind.Overloaded => (503, "the service is currently unavailable, please try again"),
        FaultKind.Server => (500, "internal server error"),
        _ => (400, fault.Message.Length > 0 ? fault.Message : "invalid request"),
    };
}
