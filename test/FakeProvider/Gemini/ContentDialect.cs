using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Gemini;

/// <summary>Gemini's generateContent and its stream; the model and whether it streams stand in the path. On Vertex errors and keys differ.</summary>
internal sealed class ContentDialect(string model, bool streamed, bool vertex) : Dialect
{
    public override Ask Read(JsonElement body)
    {
        var ask = new Ask { Model = model, Stream = streamed };
        new ContentReader(ask).Read(body);
        return ask;
    }

    public override JsonObject Whole(Reply reply) => new ContentAnswer(reply).Whole();

    public override IAsyncEnumerable<byte[]> FramesAsync(Reply reply, CancellationToken cancellationToken) => new ContentFrames(reply).AllAsync(cancellationToken);

    public override string StreamType => "text/event-stream";

    public override Task RefuseAsync(HttpContext http, Fault fault) => new GeminiFaults(vertex).RefuseAsync(http, fault);

    public override byte[] ErrorFrame(Fault fault) => Sse.Crlf(new GeminiFaults(vertex).Body(fault));

    public override Fault? Special(Reply reply) =>
        reply.Behaviour.Kind == BehaviourKind.Thinking && reply.Ask.Results.Count > 0 && !reply.Ask.Signatures.Contains(Scene.Signature)
            ? new(FaultKind.Invalid, "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly.")
            : null;
}
