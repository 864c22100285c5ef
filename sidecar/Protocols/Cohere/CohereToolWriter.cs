using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>Writes tools. The choice of one, or of some, is said by offering no others; strictness is one word for all of them.</summary>
internal static class CohereToolWriter
{
    public static void Write(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        var choice = from.ToolChoice;
        var tools = from.Tools.Where(tool => choice is not { Names.Count: > 0 } || choice.Names.Contains(tool.Name)).ToArray();
        if (tools.Length == 0)
        {
            if (choice?.Mode is ToolChoiceMode.Required or ToolChoiceMode.Named) losses.Add(from, Field.ToolChoice);
            return;
        }

        json.WriteStartArray("tools");
        foreach (var tool in tools) WriteTool(tool, json);
        json.WriteEndArray();
        WriteStrict(tools, json, losses);
        if (choice?.Mode is ToolChoiceMode.Required or ToolChoiceMode.Named) json.WriteString("tool_choice", "REQUIRED");
        else if (choice?.Mode == ToolChoiceMode.None) json.WriteString("tool_choice", "NONE");
    }

    private static void WriteTool(Tool tool, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", tool.Name);
        tool.Description?.WriteTo(json, "description");
        json.WritePropertyName("parameters");
        if (tool.Parameters.ValueKind == JsonValueKind.Object) tool.Parameters.WriteTo(json);
        else json.WriteRawValue("""{"type":"object","properties":{}}""");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteStrict(Tool[] tools, Utf8JsonWriter json, Losses losses)
    {
        if (Array.TrueForAll(tools, tool => tool.Strict == true))
        {
            json.WriteBoolean("strict_tools", true);
            return;
        }

        foreach (var tool in tools.Where(tool => tool.Strict == true)) losses.Add($"{tool.Path}.strict");
    }
}
