using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Reads what a request for a response says of tools, and of the form of the answer.</summary>
internal static class ResponsesToolReader
{
    public static void Take(Conversation to, string name, JsonElement value)
    {
        switch (name)
        {
            case "tools":
                foreach (var (item, path) in value.Items(name)) AddTool(to, item, path);
                if (to.Tools.Count > 0) to.Paths[Field.Tools] = name;
                break;
            case "tool_choice":
                to.ToolChoice = ReadChoice(to, value);
                if (to.ToolChoice is not null) to.Paths[Field.ToolChoice] = name;
                break;
            default:
                TakeText(to, value);
                break;
        }
    }

    /// <summary>Tools that the provider hosts, or that take no JSON, have no place in a conversation.</summary>
    private static void AddTool(Conversation to, JsonElement tool, string path)
    {
        if (tool.Member("type").ShortText($"{path}.type") == "function") to.Tools.Add(ChatToolReader.ReadFunction(to, tool, path));
        else to.Unknown.Add(path);
    }

    private static ToolChoice? ReadChoice(Conversation to, JsonElement choice)
    {
        const string path = "tool_choice";
        if (choice.ValueKind == JsonValueKind.String) return new(ChatToolReader.ReadMode(choice, path));
        switch (choice.Member("type").ShortText($"{path}.type"))
        {
            case "function":
                return new(ToolChoiceMode.Named, choice.Member("name").ShortText($"{path}.name"));
            case "allowed_tools":
                var names = choice.Member("tools").Items($"{path}.tools").Select(item => item.Item.Member("name").ShortText($"{item.Path}.name"));
                return new(ChatToolReader.ReadMode(choice.Member("mode"), $"{path}.mode"), [.. names]);
            default:
                to.Unknown.Add(path);
                return null;
        }
    }

    private static void TakeText(Conversation to, JsonElement text)
    {
        to.AddUnknown(text, "text", ["format", "verbosity"]);
        if (text.Member("verbosity") is var verbosity && !verbosity.IsAbsent() && verbosity.ShortText("text.verbosity") != "medium") to.Unknown.Add("text.verbosity");
        var format = text.Member("format");
        if (format.IsAbsent()) return;
        switch (format.Member("type").ShortText("text.format.type"))
        {
            case "text":
                return;
            case "json_object":
                to.Output = new();
                break;
            case "json_schema":
                to.Output = ChatToolReader.ReadSchema(to, format, "text.format");
                break;
            default:
                to.Unknown.Add("text.format");
                return;
        }

        to.Paths[Field.Output] = "text.format";
    }
}
