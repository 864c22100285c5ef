using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>A chat completion as server-sent events: the role first, reasoning, words, calls, the finish, the usage where it is due, [DONE].</summary>
internal sealed class ChatFrames(Reply reply, Flavour flavour)
{
    private readonly ChatAnswer _answer = new(reply, flavour);

    private bool UsageAtTheEnd => flavour is Flavour.Mistral or Flavour.Together or Flavour.DeepSeek or Flavour.OpenRouter;

    public async IAsyncEnumerable<byte[]> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var frame in Opening()) yield return frame;
        foreach (var frame in Thoughts()) yield return frame;
        await foreach (var piece in reply.PiecesAsync(cancellationToken)) yield return Chunk(Piece(piece));
        foreach (var frame in Calls()) yield return frame;
        foreach (var frame in Closing()) yield return frame;
    }

    private IEnumerable<byte[]> Opening()
    {
        if (flavour == Flavour.DeepSeek) yield return ": keep-alive\n\n"u8.ToArray();
        if (flavour == Flavour.OpenRouter) yield return ": OPENROUTER PROCESSING\n\n"u8.ToArray();
        if (flavour == Flavour.Azure) yield return Sse.Data(Filter());
        var first = new JsonObject { ["role"] = "assistant", ["content"] = "" };
        if (flavour is Flavour.Compatible or Flavour.Strict or Flavour.Azure) first["refusal"] = null;
        yield return Chunk(first);
    }

    private JsonObject Filter()
    {
        var json = _answer.Head("");
        json["id"] = "";
        json["model"] = "";
        json["choices"] = new JsonArray();
        _answer.Tail(json);
        return json;
    }

    private IEnumerable<byte[]> Thoughts()
    {
        if (reply.Thinking.Length == 0 || flavour is Flavour.Strict or Flavour.Azure) yield break;

        var half = reply.Thinking.Length / 2;
        foreach (var piece in (string[])[reply.Thinking[..half], reply.Thinking[half..]])
        {
            var delta = new JsonObject();
            if (flavour == Flavour.Mistral) delta["content"] = new JsonArray(ChatAnswer.Thought(piece));
            else _answer.AddThinking(delta, piece, null);
            yield return Chunk(delta);
        }
        if (flavour != Flavour.OpenRouter) yield break;

        var last = new JsonObject();
        _answer.AddThinking(last, null, Scene.Signature);
        yield return Chunk(last);
    }

    private JsonObject Piece(string piece) => new() { [_answer.RefusesApart ? "refusal" : "content"] = piece };

    private IEnumerable<byte[]> Calls()
    {
        for (var index = 0; index < reply.Calls.Length; index++)
        {
            var call = reply.Calls[index];
            var half = flavour is Flavour.Ollama or Flavour.Mistral or Flavour.Groq ? call.Arguments.Length : call.Arguments.Length / 2;
            var whole = half == call.Arguments.Length;
            yield return Chunk(Call(index, whole ? call.Arguments : "", call));
            if (whole) continue;

            yield return Chunk(Call(index, call.Arguments[..half]));
            yield return Chunk(Call(index, call.Arguments[half..]));
        }
    }

    private JsonObject Call(int index, string arguments, ToolUse? first = null)
    {
        var call = new JsonObject { ["index"] = index };
        var function = new JsonObject { ["arguments"] = arguments };
        if (first is not null)
        {
            call["id"] = _answer.IdOf(first);
            call["type"] = "function";
            function["name"] = first.Name;
        }
        call["function"] = function;
        return new() { ["tool_calls"] = new JsonArray(call) };
    }

    private IEnumerable<byte[]> Closing()
    {
        var last = ChunkOf([], _answer.Finish());
        if (UsageAtTheEnd) last["usage"] = _answer.Usage();
        if (flavour == Flavour.Groq) last["x_groq"] = new JsonObject { ["id"] = "req_fake", ["usage"] = _answer.Usage() };
        yield return Sse.Data(last);
        if (reply.Ask.IncludeUsage && !UsageAtTheEnd) yield return Sse.Data(UsageChunk());
        yield return Sse.Done;
    }

    private JsonObject UsageChunk()
    {
        var json = _answer.Head("chat.completion.chunk");
        json["choices"] = new JsonArray();
        json["usage"] = _answer.Usage();
        return json;
    }

    private byte[] Chunk(JsonObject delta) => Sse.Data(ChunkOf(delta, null));

    private JsonObject ChunkOf(JsonObject delta, string? finish)
    {
        var json = _answer.Head("chat.completion.chunk");
        if (flavour is Flavour.Compatible or Flavour.Strict) json["service_tier"] = "default";
        json["system_fingerprint"] = Answers.Fingerprint;
        json["choices"] = new JsonArray([.. Enumerable.Range(0, Math.Max(1, reply.Ask.Choices)).Select(index => ChoiceOf(index, delta, finish))]);
        if (reply.Ask.IncludeUsage && !UsageAtTheEnd) json["usage"] = null;
        return json;
    }

    private JsonNode ChoiceOf(int index, JsonObject delta, string? finish)
    {
        var text = (delta["content"] as JsonValue)?.GetValue<string>();
        return new JsonObject
        {
            ["index"] = index,
            ["delta"] = delta.DeepClone(),
            ["logprobs"] = reply.Ask.Logprobs && text is { Length: > 0 } ? ChatAnswer.Logprobs(text) : null,
            ["finish_reason"] = finish,
        };
    }
}
