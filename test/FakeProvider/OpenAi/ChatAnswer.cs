using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>The documents of a chat completion: the whole one, and what the chunks of a stream share.</summary>
internal sealed class ChatAnswer(Reply reply, Flavour flavour)
{
    private readonly string _id = $"chatcmpl-{Guid.NewGuid():N}";

    public JsonObject Whole()
    {
        var json = Head("chat.completion");
        json["choices"] = new JsonArray([.. Enumerable.Range(0, Math.Max(1, reply.Ask.Choices)).Select(Choice)]);
        json["usage"] = Usage();
        Tail(json);
        return json;
    }

    public JsonObject Head(string kind)
    {
        var json = new JsonObject { ["id"] = _id, ["object"] = kind, ["created"] = Answers.Created, ["model"] = reply.Ask.Model };
        if (flavour == Flavour.OpenRouter) json["provider"] = "Fake";
        return json;
    }

    public void Tail(JsonObject json)
    {
        if (flavour is Flavour.Compatible or Flavour.Strict) json["service_tier"] = "default";
        json["system_fingerprint"] = Answers.Fingerprint;
        if (flavour == Flavour.Groq) json["x_groq"] = new JsonObject { ["id"] = "req_fake" };
        if (flavour == Flavour.Azure && json["prompt_filter_results"] is null)
            json["prompt_filter_results"] = new JsonArray(new JsonObject { ["prompt_index"] = 0, ["content_filter_results"] = Filtered() });
    }

    public JsonObject Usage()
    {
        var usage = new JsonObject { ["prompt_tokens"] = reply.Input, ["completion_tokens"] = reply.AllOutput, ["total_tokens"] = reply.Input + reply.AllOutput };
        if (flavour == Flavour.DeepSeek)
        {
            usage["prompt_cache_hit_tokens"] = reply.Cached;
            usage["prompt_cache_miss_tokens"] = reply.Input - reply.Cached;
        }
        if (flavour is Flavour.Ollama or Flavour.Mistral && reply.Cached == 0) return usage;

        usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.Cached, ["audio_tokens"] = 0 };
        usage["completion_tokens_details"] = new JsonObject
        {
            ["reasoning_tokens"] = reply.Reasoning, ["audio_tokens"] = 0, ["accepted_prediction_tokens"] = 0, ["rejected_prediction_tokens"] = 0,
        };
        return usage;
    }

    public string Finish() => reply.Stop switch
    {
        StopWord.Tools => "tool_calls",
        StopWord.Length => "length",
        StopWord.Filter => "content_filter",
        _ when flavour == Flavour.Together => "eos",
        _ => "stop",
    };

    /// <summary>Ids as the provider makes them; Mistral's have nine letters and digits.</summary>
    public string IdOf(ToolUse call) => flavour == Flavour.Mistral ? call.Id.Replace("_", "", StringComparison.Ordinal) : call.Id;

    public bool RefusesApart => reply.Stop == StopWord.Refusal && flavour is Flavour.Compatible or Flavour.Strict or Flavour.Azure;

    public static JsonObject Filtered() => new()
    {
        ["hate"] = new JsonObject { ["filtered"] = false, ["severity"] = "safe" },
        ["violence"] = new JsonObject { ["filtered"] = false, ["severity"] = "safe" },
    };

    public static JsonNode? Logprobs(string text) => new JsonObject
    {
        ["content"] = new JsonArray(new JsonObject { ["token"] = text, ["logprob"] = -0.25, ["bytes"] = null, ["top_logprobs"] = new JsonArray() }),
        ["refusal"] = null,
    };

    /// <summary>The reasoning in the flavour's member, of a message or a delta; the signature is null in the middle of a stream.</summary>
    public void AddThinking(JsonObject message, string? thoughts, string? signature)
    {
        if (thoughts is { Length: 0 } || flavour is Flavour.Strict or Flavour.Azure or Flavour.Mistral) return;

        message[flavour is Flavour.Groq or Flavour.OpenRouter or Flavour.Together ? "reasoning" : "reasoning_content"] = thoughts;
        if (flavour == Flavour.OpenRouter)
            message["reasoning_details"] = new JsonArray(new JsonObject
            {
                ["type"] = "reasoning.text", ["text"] = thoughts, ["signature"] = signature, ["format"] = "anthropic-claude-v1", ["index"] = 0,
            });
    }

    private JsonObject Choice(int index)
    {
        var choice = new JsonObject
        {
            ["index"] = index,
            ["message"] = Message(),
            ["logprobs"] = reply.Ask.Logprobs ? Logprobs(reply.Text) : null,
            ["finish_reason"] = Finish(),
        };
        if (flavour == Flavour.Azure) choice["content_filter_results"] = Filtered();
        if (flavour == Flavour.OpenRouter) choice["native_finish_reason"] = "end_turn";
        return choice;
    }

    private JsonObject Message()
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = Content() };
        AddThinking(message, reply.Thinking, Scene.Signature);
        if (reply.Calls.Length > 0) message["tool_calls"] = new JsonArray([.. reply.Calls.Select(Call)]);
        if (flavour is Flavour.Compatible or Flavour.Strict or Flavour.Azure)
        {
            message["refusal"] = RefusesApart ? reply.Text : null;
            message["annotations"] = new JsonArray();
        }
        return message;
    }

    private JsonNode? Content()
    {
        if (RefusesApart || reply.Calls.Length > 0 && flavour != Flavour.Mistral) return null;
        if (flavour != Flavour.Mistral || reply.Thinking.Length == 0) return reply.Text;

        return new JsonArray(Thought(reply.Thinking), new JsonObject { ["type"] = "text", ["text"] = reply.Text });
    }

    /// <summary>Mistral's reasoning is a part of the content.</summary>
    public static JsonObject Thought(string text) => new()
    {
        ["type"] = "thinking",
        ["thinking"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
    };

    private JsonNode Call(ToolUse call) => new JsonObject
    {
        ["id"] = IdOf(call),
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
    };
}
