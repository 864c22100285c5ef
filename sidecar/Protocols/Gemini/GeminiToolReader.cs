using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Reads <c>tools</c> and <c>toolConfig</c>. Hosted tools (search, code execution, URL context) never cross dialects: they are named as unknown.</summary>
internal static class GeminiToolReader
{
    public static void ReadTools(Conversation into, JsonElement tools, string path)
    {
        foreach (var (tool, place) in tools.Repeated(path))
        {
            foreach (var (name, value, at) in tool.Fields(place))
            {
                if (name != "functionDeclarations") into.Unknown.Add(at);
                else into.Tools.AddRange(value.Repeated(at).Select(item => ReadFunction(into, item.Item, item.Path)));
            }
        }

        if (into.Tools.Count > 0) into.Paths[Field.Tools] = path;
    }

    public static void ReadConfig(Conversation into, JsonElement config, string path)
    {
        foreach (var (name, value, at) in config.Fields(path))
        {
            if (name == "functionCallingConfig") ReadCalling(into, value, at);
            else into.Unknown.Add(at);
        }
    }

    private static Tool ReadFunction(Conversation into, JsonElement function, string path)
    {
        var tool = new Tool { Name = "", Path = path };
        foreach (var (name, value, at) in function.Fields(path))
        {
            if (name == "name") tool = tool with { Name = value.ShortText(at) };
            else if (name == "description") tool = tool with { Description = value.Text(at) };
            else if (name == "parameters") tool = tool with { Parameters = GeminiSchema.ToJsonSchema(value, at) };
            else if (name == "parametersJsonSchema") tool = tool with { Parameters = value };
            else if (name is not ("response" or "responseJsonSchema")) into.Unknown.Add(at); // What a function gives back is no rule for the model.
        }

        return tool.Name.Length > 0 ? tool : throw new UnfitFieldException($"{path}.name", "must be a string");
    }

    private static void ReadCalling(Conversation into, JsonElement config, string path)
    {
        var mode = ToolChoiceMode.Auto;
        string[] names = [];
        foreach (var (name, value, at) in config.Fields(path))
        {
            if (name == "mode") mode = ModeOf(into, value.Word(at), at);
            else if (name == "allowedFunctionNames") names = [.. value.Repeated(at).Select(item => item.Item.ShortText(item.Path))];
            else if (name != "streamFunctionCallArguments") into.Unknown.Add(at); // Calls may come whole all the same.
        }

        if (mode == ToolChoiceMode.Required && names.Length == 1) mode = ToolChoiceMode.Named;
        into.ToolChoice = new(mode, mode == ToolChoiceMode.None ? [] : names);
        into.Paths[Field.ToolChoice] = path;
    }

    /// <summary>VALIDATED is AUTO with arguments that are bound to the schema, which other dialects do not promise for any schema.</summary>
    private static ToolChoiceMode ModeOf(Conversation into, string mode, string path)
    {
        if (mode == "VALIDATED") into.Unknown.Add(path);
        return mode switch
        {
            "" or "MODE_UNSPECIFIED" or "AUTO" or "VALIDATED" => ToolChoiceMode.Auto,
            "ANY" => ToolChoiceMode.Required,
            "NONE" => ToolChoiceMode.None,
            _ => throw new UnfitFieldException(path, "is no mode of calling functions"),
        };
    }
}
