using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Reads <c>toolConfig</c>. Tools that AWS runs itself have no place in the model, and are named.</summary>
internal static class BedrockToolReader
{
    public static void Read(JsonElement config, Conversation conversation)
    {
        foreach (var member in config.Members("toolConfig"))
        {
            var path = $"toolConfig.{member.Name}";
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("tools"))
                foreach (var (tool, place) in member.Value.Items(path))
                    ReadTool(tool, place, conversation);
            else if (member.NameEquals("toolChoice")) ReadChoice(member.Value, path, conversation);
            else conversation.Unknown.Add(path);
        }
    }

    private static void ReadTool(JsonElement tool, string path, Conversation conversation)
    {
        conversation.Paths[Field.Tools] = "toolConfig.tools";
        var tools = conversation.Tools;
        foreach (var member in tool.Members(path))
        {
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("toolSpec")) tools.Add(ReadSpec(member.Value, $"{path}.toolSpec", conversation));
            else if (member.NameEquals("cachePoint") && tools.Count > 0)
                tools[^1] = tools[^1] with { CacheControl = BedrockCachePoint.Read(member.Value, $"{path}.cachePoint", conversation.Unknown) };
            else conversation.Unknown.Add($"{path}.{member.Name}");
        }
    }

    private static Tool ReadSpec(JsonElement spec, string path, Conversation conversation)
    {
        var tool = new Tool { Name = spec.Member("name").ShortText($"{path}.name"), Path = path };
        foreach (var member in spec.Members(path))
        {
            var place = $"{path}.{member.Name}";
            if (member.Value.IsAbsent() || member.NameEquals("name")) continue;
            if (member.NameEquals("description")) tool = tool with { Description = member.Value.Text(place) };
            else if (member.NameEquals("strict")) tool = tool with { Strict = member.Value.Flag(place) };
            else if (member.NameEquals("inputSchema")) tool = tool with { Parameters = ReadSchema(member.Value, place, conversation) };
            else conversation.Unknown.Add(place);
        }

        return tool;
    }

    private static JsonElement ReadSchema(JsonElement schema, string path, Conversation conversation)
    {
        foreach (var member in schema.Members(path))
            if (!member.NameEquals("json"))
                conversation.Unknown.Add($"{path}.{member.Name}");
        return schema.Member("json") is { ValueKind: JsonValueKind.Object } json ? json : throw new UnfitFieldException($"{path}.json", "must be an object");
    }

    private static void ReadChoice(JsonElement choice, string path, Conversation conversation)
    {
        foreach (var member in choice.Members(path))
        {
            if (member.Value.IsAbsent()) continue;
            conversation.Paths[Field.ToolChoice] = path;
            conversation.ToolChoice = member.Name switch
            {
                "auto" => new(ToolChoiceMode.Auto),
                "any" => new(ToolChoiceMode.Required),
                "tool" => new(ToolChoiceMode.Named, member.Value.Member("name").ShortText($"{path}.tool.name")),
                _ => throw new UnfitFieldException(path, "must be auto, any or tool"),
            };
        }
    }
}
