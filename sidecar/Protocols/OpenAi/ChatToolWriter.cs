using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Writes tools, the choice among them, and the form of the answer into a chat request.</summary>
internal static class ChatToolWriter
{
    public static void Write(Conversation from, Utf8JsonWriter json)
    {
        if (from.Tools.Count > 0)
        {
            json.WriteStartArray("tools");
            foreach (var tool in from.Tools) WriteTool(tool, json);
            json.WriteEndArray();
        }

        if (from.ToolChoice is not null) WriteChoice(from.ToolChoice, json);
        if (from.ParallelToolCalls is { } parallel && from.Tools.Count > 0) json.WriteBoolean("parallel_tool_calls", parallel);
        if (from.Output is not null) WriteFormat(from.Output, json);
    }

    public static string WordOf(ToolChoiceMode mode) => mode switch
    {
        ToolChoiceMode.None => "none",
        ToolChoiceMode.Required => "required",
        _ => "auto",
    };

    /// <summary>The members of a named schema, as chat and Responses both take it.</summary>
    public static void WriteSchema(OutputFormat output, Utf8JsonWriter json)
    {
        json.WriteString("name", output.Name ?? "answer");
        if (output.Description is { } description) description.WriteTo(json, "description");
        json.WritePropertyName("schema");
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(output.Schema), skipInputValidation: true);
        if (output.Strict is { } strict) json.WriteBoolean("strict", strict);
    }

    /// <summary>The members of a function, as chat and Responses both take it.</summary>
    public static void WriteFunction(Tool tool, Utf8JsonWriter json)
    {
        json.WriteString("name", tool.Name);
        if (tool.Description is { } description) description.WriteTo(json, "description");
        if (!tool.Parameters.IsAbsent())
        {
            json.WritePropertyName("parameters");
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(tool.Parameters), skipInputValidation: true);
        }

        if (tool.Strict is { } strict) json.WriteBoolean("strict", strict);
    }

    private static void WriteTool(Tool tool, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        WriteFunction(tool, json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChoice(ToolChoice choice, Utf8JsonWriter json)
    {
        if (choice.Mode == ToolChoiceMode.Named && choice.Names.Count == 1)
        {
            json.WritePropertyName("tool_choice");
            WriteName(choice.Names[0], json);
        }
        else if (choice.Names.Count > 0)
        {
            WriteAllowed(choice, json);
        }
        else
        {
            json.WriteString("tool_choice", WordOf(choice.Mode));
        }
    }

    private static void WriteAllowed(ToolChoice choice, Utf8JsonWriter json)
    {
        json.WriteStartObject("tool_choice");
        json.WriteString("type", "allowed_tools");
        json.WriteStartObject("allowed_tools");
        json.WriteString("mode", choice.Mode == ToolChoiceMode.Auto ? "auto" : "required");
        json.WriteStartArray("tools");
        foreach (var name in choice.Names) WriteName(name, json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteName(string name, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFormat(OutputFormat output, Utf8JsonWriter json)
    {
        json.WriteStartObject("response_format");
        json.WriteString("type", output.Schema.IsAbsent() ? "json_object" : "json_schema");
        if (!output.Schema.IsAbsent())
        {
            json.WriteStartObject("json_schema");
            WriteSchema(output, json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
