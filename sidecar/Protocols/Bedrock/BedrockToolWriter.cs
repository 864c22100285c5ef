using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// Writes <c>toolConfig</c>. Converse has no word for "no tool": the tools stay away then, unless the history calls one, for which they must be there. Nor has it one for
/// some of the tools: the others stay away.
/// </summary>
internal static class BedrockToolWriter
{
    public static void Write(Conversation conversation, bool hasCalls, Utf8JsonWriter json, Losses losses)
    {
        if (conversation.ParallelToolCalls == false) losses.Add(conversation, Field.ParallelToolCalls);
        if (conversation.Tools.Count == 0) return;
        var choice = conversation.ToolChoice;
        if (choice?.Mode == ToolChoiceMode.None && !hasCalls) return;
        if (choice?.Mode == ToolChoiceMode.None) losses.Add(conversation, Field.ToolChoice);
        json.WriteStartObject("toolConfig");
        json.WriteStartArray("tools");
        foreach (var tool in conversation.Tools)
            if (choice is null || choice.Mode == ToolChoiceMode.Named || choice.Names.Count == 0 || choice.Names.Contains(tool.Name))
                WriteTool(tool, conversation, json, losses);
        json.WriteEndArray();
        WriteChoice(choice, json);
        json.WriteEndObject();
    }

    private static void WriteTool(Tool tool, Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        json.WriteStartObject("toolSpec");
        json.WriteString("name", tool.Name);
        if (tool.Description is { IsEmpty: false } description) description.WriteTo(json, "description");
        json.WriteStartObject("inputSchema");
        json.WritePropertyName("json");
        if (tool.Parameters.IsAbsent()) json.WriteRawValue("""{"type":"object","properties":{}}"""u8);
        else tool.Parameters.WriteTo(json);
        json.WriteEndObject();
        if (tool.Strict == true)
        {
            if (BedrockModels.TakesSchema(conversation.Model)) json.WriteBoolean("strict", true);
            else losses.Add($"{tool.Path}.strict");
        }

        json.WriteEndObject();
        json.WriteEndObject();
        if (tool.CacheControl.IsAbsent()) return;
        if (BedrockModels.Caches(conversation.Model)) BedrockCachePoint.Write(json, tool.CacheControl);
        else losses.Note(tool.Path);
    }

    private static void WriteChoice(ToolChoice? choice, Utf8JsonWriter json)
    {
        if (choice is null or { Mode: ToolChoiceMode.None }) return;
        json.WriteStartObject("toolChoice");
        json.WriteStartObject(choice.Mode switch { ToolChoiceMode.Auto => "auto", ToolChoiceMode.Required => "any", _ => "tool" });
        if (choice.Mode == ToolChoiceMode.Named) json.WriteString("name", choice.Names[0]);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
