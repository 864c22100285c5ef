using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Cohere;

/// <summary>A v2 chat answer as typed events.</summary>
internal sealed class CohereFrames(Reply reply)
{
    private readonly CohereAnswer _answer = new(reply);
    private int _index;

    public async IAsyncEnumerable<byte[]> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opening = new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray(), ["tool_plan"] = "", ["tool_calls"] = new JsonArray(), ["citations"] = new JsonArray() };
        yield return Sse.Named(new() { ["id"] = Guid.NewGuid().ToString(), ["type"] = "message-start", ["delta"] = new JsonObject { ["message"] = opening } });
        foreach (var frame in Thinking()) yield return frame;
        if (reply.Calls.Length == 0) yield return Content("content-start", new JsonObject { ["type"] = "text", ["text"] = "" });
        await foreach (var piece in reply.PiecesAsync(cancellationToken)) yield return Content("content-delta", new JsonObject { ["text"] = piece });
        if (reply.Calls.Length == 0) yield return End("content-end");
        foreach (var frame in Calls()) yield return frame;
        yield return Sse.Named(new() { ["type"] = "message-end", ["delta"] = new JsonObject { ["finish_reason"] = _answer.Finish(), ["usage"] = _answer.Usage() } });
    }

    private IEnumerable<byte[]> Thinking()
    {
        if (reply.Thinking.Length == 0) yield break;

        yield return Content("content-start", new JsonObject { ["type"] = "thinking", ["thinking"] = "" });
        var half = reply.Thinking.Length / 2;
        yield return Content("content-delta", new JsonObject { ["thinking"] = reply.Thinking[..half] });
        yield return Content("content-delta", new JsonObject { ["thinking"] = reply.Thinking[half..] });
        yield return End("content-end");
    }

    private IEnumerable<byte[]> Calls()
    {
        foreach (var call in reply.Calls)
        {
            var half = call.Arguments.Length / 2;
            yield return Message("tool-call-start", "tool_calls", CohereAnswer.Call(call, ""));
            yield return Message("tool-call-delta", "tool_calls", Arguments(call.Arguments[..half]));
            yield return Message("tool-call-delta", "tool_calls", Arguments(call.Arguments[half..]));
            yield return End("tool-call-end");
        }
    }

    private static JsonObject Arguments(string piece) => new() { ["function"] = new JsonObject { ["arguments"] = piece } };

    private byte[] Content(string type, JsonNode content) => Message(type, "content", content);

    private byte[] Message(string type, string member, JsonNode value) =>
        Sse.Named(new() { ["type"] = type, ["index"] = _index, ["delta"] = new JsonObject { ["message"] = new JsonObject { [member] = value } } });

    private byte[] End(string type) => Sse.Named(new() { ["type"] = type, ["index"] = _index++ });
}
