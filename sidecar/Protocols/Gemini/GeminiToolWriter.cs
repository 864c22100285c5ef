using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Writes tools and the choice among them. Schemas go out as <c>parametersJsonSchema</c>, which both APIs document beside <c>parameters</c> and which takes plain JSON
/// Schema: the other refuses <c>$schema</c>, <c>additionalProperties</c> and <c>$ref</c>, and cleaning them away would change what the agent asked for.
/// </summary>
internal static class GeminiToolWriter
{
    public static void Write(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        if (conversation.ParallelToolCalls == false) losses.Add(conversation, Field.ParallelToolCalls);
        if (conversation.Tools.Count == 0) return;
        json.WriteStartArray("tools");
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations");
        foreach (var tool in conversation.Tools) WriteFunction(tool, json, losses);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        WriteChoice(conversation, json);
    }

    private static void WriteFunction(Tool tool, Utf8JsonWriter json, Losses losses)
    {
        if (!tool.CacheControl.IsAbsent()) losses.Note($"{tool.Path}.cache_control");
        json.WriteStartObject();
        json.WriteString("name", tool.Name);
        if (tool.Description is { } description) description.WriteTo(json, "description");
        if (!tool.Parameters.IsAbsent())
        {
            json.WritePropertyName("parametersJsonSchema");
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(tool.Parameters), skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    /// <summary>VALIDATED is what binds arguments to their schema while the model is free to answer in words, and the only free mode that takes a list of names.</summary>
    private static void WriteChoice(Conversation conversation, Utf8JsonWriter json)
    {
        var names = conversation.ToolChoice?.Names ?? [];
        var isStrict = names.Count > 0 || conversation.Tools.Any(tool => tool.Strict == true);
        var mode = conversation.ToolChoice?.Mode switch
        {
            ToolChoiceMode.None => "NONE",
            ToolChoiceMode.Required or ToolChoiceMode.Named => "ANY",
            _ => isStrict ? "VALIDATED" : "AUTO",
        };
        if (conversation.ToolChoice is null && !isStrict) return;
        json.WriteStartObject("toolConfig");
        json.WriteStartObject("functionCallingConfig");
        json.WriteString("mode", mode);
        if (names.Count > 0 && mode != "NONE") WriteNames(names, json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNames(IReadOnlyList<string> names, Utf8JsonWriter json)
    {
        json.WriteStartArray("allowedFunctionNames");
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
