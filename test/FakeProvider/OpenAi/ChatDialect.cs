using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>OpenAI's chat completions, with the quirks of who else speaks them. Azure's deployments name the model in the path.</summary>
internal sealed class ChatDialect(Flavour flavour, string? deployment = null) : Dialect
{
    public override Ask Read(JsonElement body) => new ChatReader(flavour).Read(body, deployment);

    public override JsonObject Whole(Reply reply) => new ChatAnswer(reply, flavour).Whole();

    public override IAsyncEnumerable<byte[]> FramesAsync(Reply reply, CancellationToken cancellationToken) => new ChatFrames(reply, flavour).AllAsync(cancellationToken);

    public override Task RefuseAsync(HttpContext http, Fault fault) => new OpenAiFaults(flavour).RefuseAsync(http, fault);

    public override byte[] ErrorFrame(Fault fault) => Sse.Data(flavour == Flavour.OpenRouter
        ? new JsonObject
        {
            ["id"] = "gen-fake",
            ["object"] = "chat.completion.chunk",
            ["error"] = new JsonObject { ["code"] = 503, ["message"] = OpenAiFaults.Overloaded },
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["content"] = "" }, ["finish_reason"] = "error" }),
        }
        : new OpenAiFaults(flavour == Flavour.Vllm ? Flavour.Compatible : flavour).Body(fault));

    public override Fault? Special(Reply reply)
    {
        if (flavour == Flavour.Azure && reply.Stop == StopWord.Filter) return new(FaultKind.ContentFilter);

        return reply.Behaviour.Kind == BehaviourKind.Thinking && reply.Ask.Results.Count > 0 ? MissingReasoning(reply.Ask) : null;
    }

    public override void AddHeaders(HttpContext http)
    {
        if (flavour != Flavour.Groq) return;

        http.Response.Headers["x-ratelimit-limit-requests"] = "1000";
        http.Response.Headers["x-ratelimit-remaining-requests"] = "999";
    }

    /// <summary>DeepSeek wants the reasoning of a turn with tools back, OpenRouter with its signature.</summary>
    private Fault? MissingReasoning(Ask ask) => flavour switch
    {
        Flavour.DeepSeek when !ask.Signatures.Contains(Scene.Thoughts) =>
            new(FaultKind.Invalid, "Missing `reasoning_content` field in the assistant message at message index 1."),
        Flavour.OpenRouter when !ask.Signatures.Contains(Scene.Signature) =>
            new(FaultKind.Invalid, "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`."),
        _ => null,
    };
}
