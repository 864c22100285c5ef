using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads a request for a chat completion, the legacy names of tools included.</summary>
internal static class ChatRequestReader
{
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
        var conversation = new Conversation();
        if (root.Member("messages").IsAbsent()) throw new UnfitFieldException("messages", "is missing");
        foreach (var member in root.Members("the body"))
        {
            if (member.Value.IsAbsent()) continue;
            if (!TakePart(conversation, member) && !ChatSettingsReader.Take(conversation, member) && !ChangesNothing(member))
                conversation.Unknown.Add(member.Name);
        }

        return conversation;
    }

    private static bool TakePart(Conversation conversation, JsonProperty member)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "model":
                conversation.Model = value.ShortText("model");
                return true;
            case "messages":
                ChatMessageReader.Read(conversation, value);
                return true;
            case "stream":
                conversation.Stream = value.Flag("stream");
                return true;
            case "stream_options":
                conversation.StreamUsage = value.Member("include_usage") is { ValueKind: JsonValueKind.True };
                return true;
            case "tools" or "functions" or "tool_choice" or "function_call" or "response_format":
                ChatToolReader.Take(conversation, member.Name, value);
                return true;
            default:
                return false;
        }
    }

    /// <summary>What steers the provider's own caches and stores, or says the default: an answer without it is the same.</summary>
    private static bool ChangesNothing(JsonProperty member) => member.Name switch
    {
        "store" => member.Value.ValueKind == JsonValueKind.False,
        "prompt_cache_key" or "prompt_cache_retention" => true,
        "modalities" => member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String && one.ValueEquals("text")),
        "logit_bias" => member.Value.ValueKind == JsonValueKind.Object && !member.Value.EnumerateObject().Any(),
        _ => false,
    };
}
