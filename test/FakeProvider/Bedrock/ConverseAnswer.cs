using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Bedrock;

/// <summary>A Converse answer as one document, and the words that its events share.</summary>
internal sealed class ConverseAnswer(Reply reply)
{
    public JsonObject Whole()
    {
        var content = new JsonArray();
        if (reply.Thinking.Length > 0)
        {
            var text = new JsonObject { ["text"] = reply.Thinking, ["signature"] = Scene.Signature };
            content.Add((JsonNode)new JsonObject { ["reasoningContent"] = new JsonObject { ["reasoningText"] = text } });
        }
        if (reply.Text.Length > 0) content.Add((JsonNode)new JsonObject { ["text"] = reply.Text });
        foreach (var call in reply.Calls)
        {
            var use = Use(call);
            use["input"] = JsonNode.Parse(call.Arguments);
            content.Add((JsonNode)new JsonObject { ["toolUse"] = use });
        }
        return new()
        {
            ["output"] = new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = content } },
            ["stopReason"] = Stop(),
            ["usage"] = Usage(),
            ["metrics"] = new JsonObject { ["latencyMs"] = 12 },
        };
    }

    public string Stop() => reply.Stop switch
    {
        StopWord.Tools => "tool_use",
        StopWord.Length => "max_tokens",
        StopWord.Refusal => "guardrail_intervened",
        StopWord.Filter => "content_filtered",
        _ => "end_turn",
    };

    /// <summary>Input without what was read from the cache; the total with it.</summary>
    public JsonObject Usage() => new()
    {
        ["inputTokens"] = reply.Input - reply.Cached,
        ["outputTokens"] = reply.AllOutput,
        ["totalTokens"] = reply.Input + reply.AllOutput,
        ["cacheReadInputTokens"] = reply.Cached,
        ["cacheWriteInputTokens"] = 0,
    };

    public static JsonObject Use(ToolUse call) => new() { ["toolUseId"] = "tooluse_" + call.Id, ["name"] = call.Name };
}
