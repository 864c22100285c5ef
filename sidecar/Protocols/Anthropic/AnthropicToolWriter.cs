using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Writes tools and the choice between them. Of several names to choose from, which this dialect cannot say, the other tools are not offered.</summary>
internal static class AnthropicToolWriter
{
    public static void Write(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        var choice = from.ToolChoice;
        var names = choice is { Mode: not ToolChoiceMode.Named, Names.Count: > 0 } ? choice.Names : null;
        var tools = from.Tools.Where(tool => names is null || names.Contains(tool.Name)).ToArray();
        if (tools.Length > 0)
        {
            json.WriteStartArray("tools");
            var model = AnthropicModel.Of(from.Model);
            foreach (var tool in tools) WriteTool(tool, model, json, losses);
            json.WriteEndArray();
            WriteChoice(from, json);
        }
        else if (choice?.Mode is ToolChoiceMode.Required or ToolChoiceMode.Named)
        {
            losses.Add(from, Field.ToolChoice);
        }
    }

    private static void WriteTool(Tool tool, AnthropicModel model, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        json.WriteString("name", tool.Name);
        tool.Description?.WriteTo(json, "description");
        json.WritePropertyName("input_schema");
        WriteSchema(tool.Parameters, json);
        if (tool.Strict == true)
        {
            if (model.TakesSchema) json.WriteBoolean("strict", true);
            else losses.Add($"{tool.Path}.strict");
        }

        AnthropicPartWriter.WriteCache(tool.CacheControl, json);
        json.WriteEndObject();
    }

    /// <summary>The provider wants the type said, which is always an object's.</summary>
    private static void WriteSchema(JsonElement schema, Utf8JsonWriter json)
    {
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type"u8, out _))
        {
            schema.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "object");
        if (schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in schema.EnumerateObject()) member.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Conversation from, Utf8JsonWriter json)
    {
        var mode = from.ToolChoice?.Mode ?? ToolChoiceMode.Auto;
        var isAlone = from.ParallelToolCalls == false && mode != ToolChoiceMode.None;
        if (from.ToolChoice is null && !isAlone) return;
        json.WriteStartObject("tool_choice");
        json.WriteString("type", mode switch
        {
            ToolChoiceMode.None => "none",
            ToolChoiceMode.Required => "any",
            ToolChoiceMode.Named => "tool",
            _ => "auto",
        });
        if (mode == ToolChoiceMode.Named) json.WriteString("name", from.ToolChoice!.Names[0]);
        if (isAlone) json.WriteBoolean("disable_parallel_tool_use", true);
        json.WriteEndObject();
    }
}
