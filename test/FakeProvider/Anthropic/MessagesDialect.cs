using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Anthropic;

/// <summary>Anthropic's Messages; on Vertex without a model in the body and with a version in it.</summary>
internal sealed class MessagesDialect(string? vertexModel = null, bool streamed = false) : Dialect
{
    public override Ask Read(JsonElement body)
    {
        var ask = new MessagesReader(vertexModel).Read(body);
        if (streamed) ask.Stream = true;
        return ask;
    }

    public override JsonObject Whole(Reply reply) => new MessagesAnswer(reply).Whole();

    public override IAsyncEnumerable<byte[]> FramesAsync(Reply reply, CancellationToken cancellationToken) => new MessagesFrames(reply).AllAsync(cancellationToken);

    public override Task RefuseAsync(HttpContext http, Fault fault) => AnthropicFaults.RefuseAsync(http, fault);

    public override byte[] ErrorFrame(Fault fault) => Sse.Named(AnthropicFaults.Body(fault, null));

    public override Fault? Special(Reply reply)
    {
        if (reply.Stop == StopWord.Filter) return new(FaultKind.ContentFilter, "Output blocked by content filtering policy");

        return reply.Behaviour.Kind == BehaviourKind.Thinking && reply.Ask.Results.Count > 0 && !reply.Ask.Signatures.Contains(Scene.Signature)
            ? new(FaultKind.Invalid, "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.")
            : null;
    }

    public override void AddHeaders(HttpContext http)
    {
        http.Response.Headers["anthropic-ratelimit-requests-limit"] = "1000";
        http.Response.Headers["anthropic-ratelimit-requests-remaining"] = "999";
        http.Response.Headers["anthropic-organization-id"] = "fake-organization";
    }
}
