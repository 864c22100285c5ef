using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Bedrock;

/// <summary>Amazon Bedrock's Converse and ConverseStream; the model stands in the path.</summary>
internal sealed class ConverseDialect(string model, bool streamed) : Dialect
{
    public override Ask Read(JsonElement body)
    {
        var ask = new Ask { Model = model, Stream = streamed };
        new ConverseReader(ask).Read(body);
        return ask;
    }

    public override JsonObject Whole(Reply reply) => new ConverseAnswer(reply).Whole();

    public override IAsyncEnumerable<byte[]> FramesAsync(Reply reply, CancellationToken cancellationToken) => new ConverseFrames(reply).AllAsync(cancellationToken);

    public override string StreamType => "application/vnd.amazon.eventstream";

    public override Task RefuseAsync(HttpContext http, Fault fault) => BedrockFaults.RefuseAsync(http, fault);

    public override byte[] ErrorFrame(Fault fault) => EventFrame.Exception("serviceUnavailableException", new JsonObject { ["message"] = BedrockFaults.Overloaded });

    public override Fault? Special(Reply reply) =>
        reply.Behaviour.Kind == BehaviourKind.Thinking && reply.Ask.Results.Count > 0 && !reply.Ask.Signatures.Contains(Scene.Signature)
            ? new(FaultKind.Invalid, "The model returned the following errors: messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.")
            : null;
}
