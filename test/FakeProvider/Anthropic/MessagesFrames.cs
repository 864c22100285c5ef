using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Anthropic;

/// <summary>A message as Anthropic streams it: message_start, each block with its deltas, message_delta with the usage, message_stop.</summary>
internal sealed class MessagesFrames(Reply reply)
{
    private readonly MessagesAnswer _answer = new(reply);
    private int _index;

    public async IAsyncEnumerable<byte[]> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Sse.Named(new() { ["type"] = "message_start", ["message"] = _answer.Message([], null, _answer.Usage(1)) });
        foreach (var frame in Thinking()) yield return frame;
        if (reply.Calls.Length == 0) yield return Start(new JsonObject { ["type"] = "text", ["text"] = "" });
        yield return Sse.Named(new() { ["type"] = "ping" });
        await foreach (var piece in reply.PiecesAsync(cancellationToken)) yield return Delta(new() { ["type"] = "text_delta", ["text"] = piece });
        if (reply.Calls.Length == 0) yield return Stop();
        foreach (var frame in reply.Calls.SelectMany(Call)) yield return frame;
        yield return Sse.Named(new()
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = _answer.Stop(), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = reply.AllOutput },
        });
        yield return Sse.Named(new() { ["type"] = "message_stop" });
    }

    private IEnumerable<byte[]> Thinking()
    {
        if (reply.Thinking.Length == 0) yield break;

        yield return Start(MessagesAnswer.Thinking("", ""));
        var half = reply.Thinking.Length / 2;
        yield return Delta(new() { ["type"] = "thinking_delta", ["thinking"] = reply.Thinking[..half] });
        yield return Delta(new() { ["type"] = "thinking_delta", ["thinking"] = reply.Thinking[half..] });
        yield return Delta(new() { ["type"] = "signature_delta", ["signature"] = Scene.Signature });
        yield return Stop();
    }

    private IEnumerable<byte[]> Call(ToolUse call)
    {
        yield return Start(MessagesAnswer.Use(call, new JsonObject()));
        yield return Delta(new() { ["type"] = "input_json_delta", ["partial_json"] = "" });
        var half = call.Arguments.Length / 2;
        yield return Delta(new() { ["type"] = "input_json_delta", ["partial_json"] = call.Arguments[..half] });
        yield return Delta(new() { ["type"] = "input_json_delta", ["partial_json"] = call.Arguments[half..] });
        yield return Stop();
    }

    private byte[] Start(JsonNode block) => Sse.Named(new() { ["type"] = "content_block_start", ["index"] = _index, ["content_block"] = block });

    private byte[] Delta(JsonObject delta) => Sse.Named(new() { ["type"] = "content_block_delta", ["index"] = _index, ["delta"] = delta });

    private byte[] Stop() => Sse.Named(new() { ["type"] = "content_block_stop", ["index"] = _index++ });
}
