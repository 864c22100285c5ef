using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Anthropic;

/// <summary>A message as one document, and what its events share with it.</summary>
internal sealed class MessagesAnswer(Reply reply)
{
    private readonly string _id = $"msg_{Guid.NewGuid():N}";

    public JsonObject Whole()
    {
        var content = new JsonArray();
        if (reply.Thinking.Length > 0) content.Add(Thinking(reply.Thinking, Scene.Signature));
        if (reply.Text.Length > 0) content.Add((JsonNode)new JsonObject { ["type"] = "text", ["text"] = reply.Text });
        foreach (var call in reply.Calls) content.Add(Use(call, JsonNode.Parse(call.Arguments)!));
        return Message(content, Stop(), Usage(reply.AllOutput));
    }

    public JsonObject Message(JsonArray content, string? stop, JsonObject usage) => new()
    {
        ["id"] = _id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = reply.Ask.Model,
        ["content"] = content,
        ["stop_reason"] = stop,
        ["stop_sequence"] = null,
        ["usage"] = usage,
    };

    /// <summary>Input without what was read from the cache, as Anthropic counts.</summary>
    public JsonObject Usage(int output) => new()
    {
        ["input_tokens"] = reply.Input - reply.Cached,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = reply.Cached,
        ["output_tokens"] = output,
        ["service_tier"] = "standard",
    };

    public string Stop() => reply.Stop switch
    {
        StopWord.Tools => "tool_use",
        StopWord.Length => "max_tokens",
        StopWord.Refusal => "refusal",
        _ => "end_turn",
    };

    public static JsonNode Thinking(string text, string signature) => new JsonObject { ["type"] = "thinking", ["thinking"] = text, ["signature"] = signature };

    public static JsonNode Use(ToolUse call, JsonNode input) =>
        new JsonObject { ["type"] = "tool_use", ["id"] = "toolu_" + call.Id, ["name"] = call.Name, ["input"] = input };
}
