using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>OpenAI's Responses; what is stored can be read, cancelled and deleted.</summary>
internal sealed class ResponsesDialect(ResponsesStore store) : Dialect
{
    public override Ask Read(JsonElement body) => new ResponsesReader().Read(body);

    public override JsonObject Whole(Reply reply)
    {
        var response = new ResponsesAnswer(reply).Whole();
        store.Keep(response);
        return response;
    }

    public override IAsyncEnumerable<byte[]> FramesAsync(Reply reply, CancellationToken cancellationToken) => new ResponsesFrames(reply).AllAsync(cancellationToken);

    public override Task RefuseAsync(HttpContext http, Fault fault) => new OpenAiFaults(Flavour.Strict).RefuseAsync(http, fault);

    public override byte[] ErrorFrame(Fault fault) => Sse.Named(new()
    {
        ["type"] = "error", ["code"] = "server_error", ["message"] = OpenAiFaults.Overloaded, ["param"] = null, ["sequence_number"] = 99,
    });

    public override Fault? Special(Reply reply) =>
        reply.Behaviour.Kind == BehaviourKind.Thinking && reply.Ask.Results.Count > 0 && !reply.Ask.Signatures.Contains(Scene.Signature)
            ? new(FaultKind.Invalid, "Item 'fc_fake' of type 'function_call' was provided without its required 'reasoning' item.", "input")
            : null;
}
