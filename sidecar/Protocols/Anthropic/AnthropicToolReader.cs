using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Reads tools and the choice between them. Tools that the provider runs itself are named as unknown: no other dialect has them.</summary>
internal static class AnthropicToolReader
{
    public static void ReadTools(Conversation to, JsonElement tools)
    {
        foreach (var (tool, path) in tools.Items("tools"))
        {
            var type = tool.Member("type");
            if (!type.IsAbsent() && type.ShortText($"{path}.type") != "custom") to.Unknown.Add(path);
            else to.Tools.Add(ReadTool(to, tool, path));
        }

        if (to.Tools.Count > 0) to.Paths[Field.Tools] = "tools";
    }

    public static void ReadChoice(Conversation to, JsonElement choice)
    {
        foreach (var member in choice.Members("tool_choice"))
        {
            if (member.Name is not ("type" or "name" or "disable_parallel_tool_use") && !member.Value.IsAbsent()) to.Unknown.Add($"tool_choice.{member.Name}");
        }

        to.ToolChoice = choice.Member("type").ShortText("tool_choice.type") switch
        {
            "auto" => new(ToolChoiceMode.Auto),
            "any" => new(ToolChoiceMode.Required),
            "none" => new(ToolChoiceMode.None),
            "tool" => new(ToolChoiceMode.Named, choice.Member("name").ShortText("tool_choice.name")),
            _ => throw new UnfitFieldException("tool_choice.type", "must be auto, any, tool or none"),
        };
        to.Paths[Field.ToolChoice] = "tool_choice";
        var alone = choice.Member("disable_parallel_tool_use");
        if (alone.IsAbsent()) return;
        to.ParallelToolCalls = !alone.Flag("tool_choice.disable_parallel_tool_use");
        if (to.ParallelToolCalls == false) to.Paths[Field.ParallelToolCalls] = "tool_choice.disable_parallel_tool_use";
    }

    private static Tool ReadTool(Conversation to, JsonElement tool, string path)
    {
        foreach (var member in tool.Members(path))
        {
            if (!IsKnown(member) && !member.Value.IsAbsent()) to.Unknown.Add($"{path}.{member.Name}");
        }

        var (description, schema, strict) = (tool.Member("description"), tool.Member("input_schema"), tool.Member("strict"));
        if (!schema.IsAbsent()) _ = schema.Members($"{path}.input_schema");
        return new()
        {
            Name = tool.Member("name").ShortText($"{path}.name"),
            Description = description.IsAbsent() ? default(TextValue?) : description.Text($"{path}.description"),
            Parameters = schema.IsAbsent() ? default : schema,
            Strict = strict.IsAbsent() ? null : strict.Flag($"{path}.strict"),
            CacheControl = tool.Member("cache_control") is var cache && cache.IsAbsent() ? default : cache,
            Path = path,
        };
    }

    /// <summary>How eagerly arguments are streamed, and that a tool is not deferred, changes no answer.</summary>
    private static bool IsKnown(JsonProperty member) => member.Name switch
    {
        "type" or "name" or "description" or "input_schema" or "strict" or "cache_control" or "eager_input_streaming" => true,
        "defer_loading" => member.Value.ValueKind == JsonValueKind.False,
        _ => false,
    };
}
