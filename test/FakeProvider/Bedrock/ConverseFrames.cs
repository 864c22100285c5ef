using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Bedrock;

/// <summary>A Converse answer as events: messageStart, each block's start, deltas and stop, messageStop, metadata. Texts start without an event.</summary>
internal sealed class ConverseFrames(Reply reply)
{
    private readonly ConverseAnswer _answer = new(reply);
    private int _index;

    public async IAsyncEnumerable<byte[]> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return EventFrame.Event("messageStart", new JsonObject { ["role"] = "assistant" });
        foreach (var frame in Thinking()) yield return frame;
        await foreach (var piece in reply.PiecesAsync(cancellationToken)) yield return Delta(new() { ["text"] = piece });
        if (reply.Text.Length > 0) yield return Stop();
        foreach (var frame in reply.Calls.SelectMany(Call)) yield return frame;
        yield return EventFrame.Event("messageStop", new JsonObject { ["stopReason"] = _answer.Stop() });
        yield return EventFrame.Event("metadata", new JsonObject { ["usage"] = _answer.Usage(), ["metrics"] = new JsonObject { ["latencyMs"] = 12 } });
    }

    private IEnumerable<byte[]> Thinking()
    {
        if (reply.Thinking.Length == 0) yield break;

        var half = reply.Thinking.Length / 2;
        yield return Delta(new() { ["reasoningContent"] = new JsonObject { ["text"] = reply.Thinking[..half] } });
        yield return Delta(new() { ["reasoningContent"] = new JsonObject { ["text"] = reply.Thinking[half..] } });
        yield return Delta(new() { ["reasoningContent"] = new JsonObject { ["signature"] = Scene.Signature } });
        yield return Stop();
    }

    private IEnumerable<byte[]> Call(ToolUse call)
    {
        yield return EventFrame.Event("contentBlockStart", new JsonObject { ["start"] = new JsonObject { ["toolUse"] = ConverseAnswer.Use(call) }, ["contentBlockIndex"] = _index });
        var half = call.Arguments.Length / 2;
        yield return Delta(new() { ["toolUse"] = new JsonObject { ["input"] = call.Arguments[..half] } });
        yield return Delta(new() { ["toolUse"] = new JsonObject { ["input"] = call.Arguments[half..] } });
        yield return Stop();
    }

    private byte[] Delta(JsonObject delta) => EventFrame.Event("contentBlockDelta", new JsonObject { ["contentBlockIndex"] = _index, ["delta"] = delta });

    private byte[] Stop() => EventFrame.Event("contentBlockStop", new JsonObject { ["contentBlockIndex"] = _index++ });
}
