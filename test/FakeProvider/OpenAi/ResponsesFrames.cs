using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>A response as typed events, each with the next sequence number.</summary>
internal sealed class ResponsesFrames(Reply reply)
{
    private readonly ResponsesAnswer _answer = new(reply);
    private readonly JsonArray _output = [];
    private int _sequence;

    public async IAsyncEnumerable<byte[]> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Event("response.created", ("response", _answer.Response([], "in_progress", null)));
        yield return Event("response.in_progress", ("response", _answer.Response([], "in_progress", null)));
        foreach (var frame in Thinking()) yield return frame;
        if (reply.Calls.Length == 0)
        {
            yield return Item("response.output_item.added", _answer.Message(false));
            yield return Place("response.content_part.added", ("content_index", 0), ("part", _answer.Part("")));
        }
        var text = new StringBuilder();
        await foreach (var piece in reply.PiecesAsync(cancellationToken))
        {
            text.Append(piece);
            yield return Place(_answer.Refuses ? "response.refusal.delta" : "response.output_text.delta", ("content_index", 0), ("delta", piece));
        }
        foreach (var frame in TextDone(text.ToString())) yield return frame;
        foreach (var frame in reply.Calls.SelectMany(Call)) yield return frame;
        yield return Event("response." + _answer.Status, ("response", _answer.Response(_output, _answer.Status, _answer.Usage())));
    }

    private IEnumerable<byte[]> Thinking()
    {
        if (reply.Thinking.Length == 0) yield break;

        yield return Item("response.output_item.added", ResponsesAnswer.Reasoning(false));
        yield return Reasoning("response.reasoning_summary_part.added", ("summary_index", 0), ("part", ResponsesAnswer.Summary("")));
        yield return Reasoning("response.reasoning_summary_text.delta", ("summary_index", 0), ("delta", reply.Thinking));
        yield return Reasoning("response.reasoning_summary_text.done", ("summary_index", 0), ("text", reply.Thinking));
        yield return Reasoning("response.reasoning_summary_part.done", ("summary_index", 0), ("part", ResponsesAnswer.Summary(reply.Thinking)));
        yield return Done(ResponsesAnswer.Reasoning(true));
    }

    private IEnumerable<byte[]> TextDone(string text)
    {
        if (reply.Calls.Length > 0) yield break;

        yield return Place(_answer.Refuses ? "response.refusal.done" : "response.output_text.done", ("content_index", 0), (_answer.Refuses ? "refusal" : "text", text));
        yield return Place("response.content_part.done", ("content_index", 0), ("part", _answer.Part(text)));
        var message = _answer.Message(true);
        message["content"] = new JsonArray(_answer.Part(text));
        yield return Done(message);
    }

    private IEnumerable<byte[]> Call(ToolUse call)
    {
        yield return Item("response.output_item.added", ResponsesAnswer.Call(call, ""));
        var half = call.Arguments.Length / 2;
        yield return Event("response.function_call_arguments.delta", ("item_id", "fc_" + call.Id), ("output_index", _output.Count), ("delta", call.Arguments[..half]));
        yield return Event("response.function_call_arguments.delta", ("item_id", "fc_" + call.Id), ("output_index", _output.Count), ("delta", call.Arguments[half..]));
        yield return Event("response.function_call_arguments.done", ("item_id", "fc_" + call.Id), ("output_index", _output.Count), ("name", call.Name), ("arguments", call.Arguments));
        yield return Done(ResponsesAnswer.Call(call, call.Arguments));
    }

    private byte[] Place(string type, params (string, JsonNode?)[] members) => Event(type, [("item_id", "msg_fake"), ("output_index", _output.Count), .. members]);

    private byte[] Reasoning(string type, params (string, JsonNode?)[] members) => Event(type, [("item_id", "rs_fake"), ("output_index", _output.Count), .. members]);

    private byte[] Item(string type, JsonObject item) => Event(type, ("output_index", _output.Count), ("item", item));

    private byte[] Done(JsonObject item)
    {
        var frame = Item("response.output_item.done", item);
        _output.Add(item.DeepClone());
        return frame;
    }

    private byte[] Event(string type, params (string Name, JsonNode? Value)[] members)
    {
        var data = new JsonObject { ["type"] = type, ["sequence_number"] = _sequence++ };
        foreach (var (name, value) in members) data[name] = value;
        return Sse.Named(data);
    }
}
