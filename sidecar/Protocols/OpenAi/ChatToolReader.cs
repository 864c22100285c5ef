using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads what a chat request says of tools, and of the form of the answer.</summary>
internal static class ChatToolReader
{
    public static void Take(Conversation to, string name, JsonElement value)
    {
        switch (name)
        {
            case "tools":
                foreach (var (item, path) in value.Items(name)) AddTool(to, item, path);
                break;
            case "functions":
                foreach (var (item, path) in value.Items(name)) to.Tools.Add(ReadFunction(to, item, path));
                break;
            case "tool_choice" or "function_call":
                to.ToolChoice = ReadChoice(to, value, name);
                if (to.ToolChoice is not null) to.Paths[Field.ToolChoice] = name;
                break;
            default:
                TakeFormat(to, value);
                break;
        }

        if (to.Tools.Count > 0 && name is "tools" or "functions") to.Paths[Field.Tools] = name;
    }

    /// <summary>A tool that is no function is the provider's own, or a grammar's: it has no place in a conversation.</summary>
    private static void AddTool(Conversation to, JsonElement tool, string path)
    {
        if (tool.Member("type").ShortText($"{path}.type") != "function")
        {
            to.Unknown.Add(path);
            return;
        }

        var read = ReadFunction(to, tool.Member("function"), $"{path}.function");
        to.Tools.Add(read with { CacheControl = tool.Member("cache_control") });
        to.AddUnknown(tool, path, ["type", "function", "cache_control"]);
    }

    /// <summary>A function, as chat and Responses both give it.</summary>
    public static Tool ReadFunction(Conversation to, JsonElement function, string path)
    {
        to.AddUnknown(function, path, ["type", "name", "description", "parameters", "strict"]);
        var (description, parameters, strict) = (function.Member("description"), function.Member("parameters"), function.Member("strict"));
        if (!parameters.IsAbsent()) _ = parameters.Members($"{path}.parameters");
        return new()
        {
            Name = function.Member("name").ShortText($"{path}.name"),
            Description = description.IsAbsent() ? (TextValue?)null : description.Text($"{path}.description"),
            Parameters = parameters.IsAbsent() ? default : parameters,
            Strict = strict.IsAbsent() ? null : strict.Flag($"{path}.strict"),
            Path = path.EndsWith(".function", StringComparison.Ordinal) ? path[..^".function".Length] : path,
        };
    }

    private static ToolChoice? ReadChoice(Conversation to, JsonElement choice, string path)
    {
        if (choice.ValueKind == JsonValueKind.String) return new(ReadMode(choice, path));
        _ = choice.Members(path);
        if (path == "function_call") return new(ToolChoiceMode.Named, choice.Member("name").ShortText($"{path}.name"));
        switch (choice.Member("type").ShortText($"{path}.type"))
        {
            case "function":
                return new(ToolChoiceMode.Named, choice.Member("function").Member("name").ShortText($"{path}.function.name"));
            case "allowed_tools":
                var allowed = choice.Member("allowed_tools");
                var names = allowed.Member("tools").Items($"{path}.allowed_tools.tools")
                    .Select(item => item.Item.Member("function").Member("name").ShortText($"{item.Path}.function.name"));
                return new(ReadMode(allowed.Member("mode"), $"{path}.allowed_tools.mode"), [.. names]);
            default:
                to.Unknown.Add(path);
                return null;
        }
    }

    public static ToolChoiceMode ReadMode(JsonElement mode, string path) => mode.ShortText(path) switch
    {
        "auto" => ToolChoiceMode.Auto,
        "none" => ToolChoiceMode.None,
        "required" or "any" => ToolChoiceMode.Required,
        _ => throw new UnfitFieldException(path, "must be auto, none or required"),
    };

    private static void TakeFormat(Conversation to, JsonElement format)
    {
        const string path = "response_format";
        switch (format.Member("type").ShortText($"{path}.type"))
        {
            case "text":
                return;
            case "json_object":
                to.Output = new();
                break;
            case "json_schema":
                to.Output = ReadSchema(to, format.Member("json_schema"), $"{path}.json_schema");
                break;
            default:
                to.Unknown.Add(path);
                return;
        }

        to.Paths[Field.Output] = path;
    }

    /// <summary>A named schema, as chat and Responses both give it.</summary>
    public static OutputFormat ReadSchema(Conversation to, JsonElement named, string path)
    {
        to.AddUnknown(named, path, ["type", "name", "description", "schema", "strict"]);
        var (name, description, schema, strict) = (named.Member("name"), named.Member("description"), named.Member("schema"), named.Member("strict"));
        if (!schema.IsAbsent()) _ = schema.Members($"{path}.schema");
        return new()
        {
            Name = name.IsAbsent() ? null : name.ShortText($"{path}.name"),
            Description = description.IsAbsent() ? (TextValue?)null : description.Text($"{path}.description"),
            Schema = schema.IsAbsent() ? default : schema,
            Strict = strict.IsAbsent() ? null : strict.Flag($"{path}.strict"),
        };
    }
}
