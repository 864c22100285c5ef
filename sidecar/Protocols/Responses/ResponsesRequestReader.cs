using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Reads a request for a response.</summary>
internal static class ResponsesRequestReader
{
    private static readonly string[] s_settings =
        ["temperature", "top_p", "parallel_tool_calls", "top_logprobs", "user", "safety_identifier", "metadata", "service_tier"];

    /// <summary>Half of a surrogate pair in a string that is looked at is the only fault that a read does not name by its place.</summary>
    public static Conversation Read(JsonElement root)
    {
        try
        {
            return ReadRoot(root);
        }
        catch (InvalidOperationException)
        {
            throw new UnfitFieldException("the body", "holds half of a surrogate pair");
        }
    }

    private static Conversation ReadRoot(JsonElement root)
    {
        var conversation = new Conversation { StreamUsage = true };
        var (instructions, input) = (root.Member("instructions"), root.Member("input"));
        if (input.IsAbsent()) throw new UnfitFieldException("input", "is missing");
        if (!instructions.IsAbsent())
            conversation.Turns.Add(new() { Role = Role.System, Path = "instructions", Parts = [new TextPart(instructions.Text("instructions")) { Path = "instructions" }] });
        new ResponsesInputReader(conversation).Read(input);
        foreach (var member in root.EnumerateObject())
        {
            if (!member.Value.IsAbsent() && !Take(conversation, member) && !ChangesNothing(member)) conversation.Unknown.Add(member.Name);
        }

        return conversation;
    }

    private static bool Take(Conversation to, JsonProperty member)
    {
        var (name, value) = (member.Name, member.Value);
        if (s_settings.Contains(name)) return TakeSetting(to, member);
        switch (name)
        {
            case "instructions" or "input":
                return true;
            case "model":
                to.Model = value.ShortText(name);
                return true;
            case "stream":
                to.Stream = value.Flag(name);
                return true;
            case "max_output_tokens":
                to.MaxTokens = value.Whole(name);
                to.Paths[Field.MaxTokens] = name;
                return true;
            case "tools" or "tool_choice" or "text":
                ResponsesToolReader.Take(to, name, value);
                return true;
            case "reasoning":
                TakeReasoning(to, value);
                return true;
            case "include":
                foreach (var (item, path) in value.Items(name)) TakeInclude(to, item.ShortText(path), path);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Likely tokens are asked for by their number alone.</summary>
    private static bool TakeSetting(Conversation to, JsonProperty member)
    {
        var taken = ChatSettingsReader.Take(to, member);
        if (to.TopLogProbs is not null) to.LogProbs = true;
        return taken;
    }

    private static void TakeReasoning(Conversation to, JsonElement reasoning)
    {
        to.AddUnknown(reasoning, "reasoning", ["effort", "summary", "generate_summary"]);
        var (effort, summary) = (reasoning.Member("effort"), reasoning.Member("summary"));
        if (summary.IsAbsent()) summary = reasoning.Member("generate_summary");
        if (effort.IsAbsent() && summary.IsAbsent()) return;
        to.Reasoning = new() { Effort = effort.IsAbsent() ? null : effort.ShortText("reasoning.effort"), Show = summary.IsAbsent() ? null : true };
        to.Paths[Field.Reasoning] = "reasoning";
    }

    /// <summary>Reasoning always comes with what must be sent back.</summary>
    private static void TakeInclude(Conversation to, string what, string path)
    {
        if (what == "message.output_text.logprobs")
        {
            to.LogProbs = true;
            to.Paths[Field.LogProbs] = path;
        }
        else if (what != "reasoning.encrypted_content")
        {
            to.Unknown.Add(path);
        }
    }

    /// <summary>What says the default, or steers the provider's own stores: an answer without it is the same.</summary>
    private static bool ChangesNothing(JsonProperty member) => member.Name switch
    {
        "store" or "background" => member.Value.ValueKind == JsonValueKind.False,
        "truncation" => member.Value.ValueKind == JsonValueKind.String && member.Value.ValueEquals("disabled"u8),
        "stream_options" or "prompt_cache_key" or "prompt_cache_retention" => true,
        _ => false,
    };
}
