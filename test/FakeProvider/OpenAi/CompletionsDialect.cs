using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>OpenAI's legacy completions.</summary>
internal sealed class CompletionsDialect(Flavour flavour) : Dialect
{
    public override Ask Read(JsonElement body)
    {
        var ask = new Ask { Model = body.Text("model") ?? throw new FaultException("you must provide a model parameter", "model") };
        ask.Stream = body.Flag("stream");
        ask.IncludeUsage = body.Find("stream_options")?.Flag("include_usage") ?? false;
        ask.MaxTokens = body.Whole("max_tokens");
        ask.Add("user", body.Find("prompt") switch
        {
            null => throw new FaultException("Missing required parameter: 'prompt'.", "prompt"),
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            _ => string.Concat(body.Items("prompt").Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : "")),
        });
        return ask;
    }

    public override JsonObject Whole(Reply reply) => Document(reply, reply.Text, "stop", Usage(reply));

    public override async IAsyncEnumerable<byte[]> FramesAsync(Reply reply, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var piece in reply.PiecesAsync(cancellationToken)) yield return Sse.Data(Document(reply, piece, null, null));
        yield return Sse.Data(Document(reply, "", "stop", null));
        if (reply.Ask.IncludeUsage)
        {
            var last = Document(reply, "", null, Usage(reply));
            last["choices"] = new JsonArray();
            yield return Sse.Data(last);
        }
        yield return Sse.Done;
    }

    public override Task RefuseAsync(HttpContext http, Fault fault) => new OpenAiFaults(flavour).RefuseAsync(http, fault);

    public override byte[] ErrorFrame(Fault fault) => Sse.Data(new OpenAiFaults(flavour).Body(fault));

    private static JsonObject Usage(Reply reply) => new()
    {
        ["prompt_tokens"] = reply.Input, ["completion_tokens"] = reply.AllOutput, ["total_tokens"] = reply.Input + reply.AllOutput,
    };

    private static JsonObject Document(Reply reply, string text, string? finish, JsonObject? usage)
    {
        var json = new JsonObject
        {
            ["id"] = "cmpl-fake",
            ["object"] = "text_completion",
            ["created"] = Answers.Created,
            ["model"] = reply.Ask.Model,
            ["choices"] = new JsonArray(new JsonObject { ["text"] = text, ["index"] = 0, ["logprobs"] = null, ["finish_reason"] = finish }),
        };
        if (usage is not null) json["usage"] = usage;
        return json;
    }
}
