using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Cohere;

/// <summary>A v2 chat answer as one document, and the words that its events share.</summary>
internal sealed class CohereAnswer(Reply reply)
{
    public JsonObject Whole()
    {
        var message = new JsonObject { ["role"] = "assistant" };
        var content = new JsonArray();
        if (reply.Thinking.Length > 0) content.Add((JsonNode)new JsonObject { ["type"] = "thinking", ["thinking"] = reply.Thinking });
        if (reply.Text.Length > 0) content.Add((JsonNode)new JsonObject { ["type"] = "text", ["text"] = reply.Text });
        if (content.Count > 0) message["content"] = content;
        if (reply.Calls.Length > 0) message["tool_calls"] = new JsonArray([.. reply.Calls.Select(call => Call(call, call.Arguments))]);
        return new() { ["id"] = Guid.NewGuid().ToString(), ["finish_reason"] = Finish(), ["message"] = message, ["usage"] = Usage() };
    }

    public string Finish() => reply.Stop switch
    {
        StopWord.Tools => "TOOL_CALL",
        StopWord.Length => "MAX_TOKENS",
        StopWord.Filter => "ERROR_TOXIC",
        _ => "COMPLETE",
    };

    public JsonObject Usage()
    {
        var usage = new JsonObject { ["billed_units"] = Tokens(), ["tokens"] = Tokens() };
        if (reply.Cached > 0) usage["cached_tokens"] = reply.Cached;
        return usage;
    }

    public static JsonNode Call(ToolUse call, string arguments) => new JsonObject
    {
        ["id"] = call.Name + "_" + call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = arguments },
    };

    private JsonObject Tokens() => new() { ["input_tokens"] = reply.Input, ["output_tokens"] = reply.AllOutput };
}
