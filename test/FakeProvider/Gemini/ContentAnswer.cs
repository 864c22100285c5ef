using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Gemini;

/// <summary>A GenerateContentResponse, whole or one of a stream's.</summary>
internal sealed class ContentAnswer(Reply reply)
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    public JsonObject Whole()
    {
        if (reply.Stop == StopWord.Filter) return Blocked();

        var parts = new List<JsonNode>();
        if (reply.Thinking.Length > 0) parts.Add(Thought(reply.Thinking));
        if (reply.Text.Length > 0) parts.Add(new JsonObject { ["text"] = reply.Text });
        parts.AddRange(Calls());
        return Response([.. parts], true);
    }

    /// <summary>A blocked prompt has no candidates.</summary>
    public JsonObject Blocked() => new()
    {
        ["promptFeedback"] = new JsonObject { ["blockReason"] = "PROHIBITED_CONTENT" },
        ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = reply.Input, ["totalTokenCount"] = reply.Input },
        ["modelVersion"] = reply.Ask.Model,
        ["responseId"] = _id,
    };

    public JsonObject Response(JsonNode[] parts, bool last)
    {
        var candidates = new JsonArray();
        for (var index = 0; index < Math.Max(1, reply.Ask.Choices); index++)
        {
            var candidate = new JsonObject
            {
                ["content"] = new JsonObject { ["parts"] = new JsonArray([.. parts.Select(part => part.DeepClone())]), ["role"] = "model" },
                ["index"] = index,
            };
            if (last) candidate["finishReason"] = Finish();
            if (reply.Ask.Logprobs) candidate["logprobsResult"] = Logprobs();
            candidates.Add((JsonNode)candidate);
        }
        return new() { ["candidates"] = candidates, ["usageMetadata"] = Usage(last), ["modelVersion"] = reply.Ask.Model, ["responseId"] = _id };
    }

    public static JsonNode Thought(string text) => new JsonObject { ["text"] = text, ["thought"] = true };

    /// <summary>The first call of a turn that was thought about carries the signature.</summary>
    public IEnumerable<JsonNode> Calls() => reply.Calls.Select((call, index) =>
    {
        var part = new JsonObject { ["functionCall"] = new JsonObject { ["name"] = call.Name, ["args"] = JsonNode.Parse(call.Arguments) } };
        if (index == 0 && reply.Thinking.Length > 0) part["thoughtSignature"] = Scene.Signature;
        return (JsonNode)part;
    });

    private static JsonObject Logprobs() => new()
    {
        ["topCandidates"] = new JsonArray(),
        ["chosenCandidates"] = new JsonArray(new JsonObject { ["token"] = "Hello", ["tokenId"] = 1, ["logProbability"] = -0.25 }),
    };

    private string Finish() => reply.Stop switch
    {
        StopWord.Length => "MAX_TOKENS",
        StopWord.Refusal => "SAFETY",
        _ => "STOP",
    };

    /// <summary>Thoughts are counted apart, as Gemini does.</summary>
    private JsonObject Usage(bool last)
    {
        var usage = new JsonObject { ["promptTokenCount"] = reply.Input };
        if (reply.Cached > 0) usage["cachedContentTokenCount"] = reply.Cached;
        if (last) usage["candidatesTokenCount"] = reply.AllOutput - reply.Reasoning;
        if (last && reply.Reasoning > 0) usage["thoughtsTokenCount"] = reply.Reasoning;
        usage["totalTokenCount"] = reply.Input + (last ? reply.AllOutput : 0);
        usage["promptTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = reply.Input });
        return usage;
    }
}
