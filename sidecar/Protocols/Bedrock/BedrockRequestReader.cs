using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Reads a request of Converse. The model and whether to stream stand in its path, which the caller reads.</summary>
internal static class BedrockRequestReader
{
    public static Conversation Read(JsonElement root)
    {
        var conversation = new Conversation { StreamUsage = true };
        var parts = new BedrockPartReader(conversation.Unknown);
        if (!root.Member("system").IsAbsent())
            conversation.Turns.Add(new() { Role = Role.System, Parts = parts.Read(root.Member("system"), "system"), Path = "system" });
        foreach (var member in root.Members("body"))
            if (!member.Value.IsAbsent())
                Read(member, conversation, parts);
        return conversation;
    }

    private static void Read(JsonProperty member, Conversation conversation, BedrockPartReader parts)
    {
        switch (member.Name)
        {
            case "system":
                break;
            case "messages":
                foreach (var (message, path) in member.Value.Items("messages")) conversation.Turns.Add(ReadTurn(message, path, conversation, parts));
                break;
            case "toolConfig":
                BedrockToolReader.Read(member.Value, conversation);
                break;
            default:
                if (!BedrockSettingsReader.TryRead(member, conversation)) conversation.Unknown.Add(member.Name);
                break;
        }
    }

    private static Turn ReadTurn(JsonElement message, string path, Conversation conversation, BedrockPartReader parts)
    {
        foreach (var member in message.Members(path))
            if (member.Name is not ("role" or "content") && !member.Value.IsAbsent())
                conversation.Unknown.Add($"{path}.{member.Name}");
        var role = message.Member("role").ShortText($"{path}.role", 64) switch
        {
            "user" => Role.User,
            "assistant" => Role.Assistant,
            "system" => Role.System,
            _ => throw new UnfitFieldException($"{path}.role", "must be user, assistant or system"),
        };
        return new() { Role = role, Parts = parts.Read(message.Member("content"), $"{path}.content"), Path = path };
    }
}
