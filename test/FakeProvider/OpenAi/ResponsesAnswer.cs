using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>A response as one document, and the items that its events share.</summary>
internal sealed class ResponsesAnswer(Reply reply)
{
    private readonly string _id = $"resp_{Guid.NewGuid():N}";

    public JsonObject Whole()
    {
        var output = new JsonArray();
        if (reply.Thinking.Length > 0) output.Add((JsonNode)Reasoning(true));
        if (reply.Text.Length > 0) output.Add((JsonNode)Message(true));
        foreach (var call in reply.Calls) output.Add((JsonNode)Call(call, call.Arguments));
        return Response(output, Status, Usage());
    }

    public string Status => reply.Stop is StopWord.Length or StopWord.Filter ? "incomplete" : "completed";

    public JsonObject Response(JsonArray output, string status, JsonObject? usage) => new()
    {
        ["id"] = _id,
        ["object"] = "response",
        ["created_at"] = Answers.Created,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = status != "incomplete" ? null : new JsonObject { ["reason"] = reply.Stop == StopWord.Filter ? "content_filter" : "max_output_tokens" },
        ["instructions"] = reply.Ask.System.Length > 0 ? reply.Ask.System : null,
        ["max_output_tokens"] = reply.Ask.MaxTokens,
        ["model"] = reply.Ask.Model,
        ["output"] = output,
        ["parallel_tool_calls"] = reply.Ask.Parallel,
        ["previous_response_id"] = null,
        ["reasoning"] = new JsonObject { ["effort"] = null, ["summary"] = null },
        ["store"] = true,
        ["temperature"] = reply.Ask.Temperature ?? 1,
        ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = 1,
        ["truncation"] = "disabled",
        ["usage"] = usage,
        ["metadata"] = new JsonObject(),
    };

    public JsonObject Usage() => new()
    {
        ["input_tokens"] = reply.Input,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.Cached },
        ["output_tokens"] = reply.AllOutput,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = reply.Reasoning },
        ["total_tokens"] = reply.Input + reply.AllOutput,
    };

    public static JsonObject Reasoning(bool done) => new()
    {
        ["id"] = "rs_fake",
        ["type"] = "reasoning",
        ["summary"] = done ? new JsonArray(Summary(Scene.Thoughts)) : new JsonArray(),
        ["encrypted_content"] = done ? Scene.Signature : "",
    };

    public static JsonNode Summary(string text) => new JsonObject { ["type"] = "summary_text", ["text"] = text };

    public JsonObject Message(bool done) => new()
    {
        ["id"] = "msg_fake",
        ["type"] = "message",
        ["status"] = done ? "completed" : "in_progress",
        ["role"] = "assistant",
        ["content"] = done ? new JsonArray(Part(reply.Text)) : [],
    };

    public bool Refuses => reply.Stop == StopWord.Refusal;

    public JsonNode Part(string text) => Refuses
        ? new JsonObject { ["type"] = "refusal", ["refusal"] = text }
        : new JsonObject { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    public static JsonObject Call(ToolUse call, string arguments) => new()
    {
        ["id"] = "fc_" + call.Id,
        ["type"] = "function_call",
        ["status"] = arguments.Length == 0 ? "in_progress" : "completed",
        ["call_id"] = call.Id,
        ["name"] = call.Name,
        ["arguments"] = arguments,
    };
}
