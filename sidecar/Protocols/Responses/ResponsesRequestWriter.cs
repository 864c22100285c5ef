using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Writes a request for a response. Nothing is left to be stored at the provider.</summary>
internal static class ResponsesRequestWriter
{
    private static readonly Field[] s_absent =
        [Field.TopK, Field.Stop, Field.Candidates, Field.Seed, Field.PresencePenalty, Field.FrequencyPenalty];

    public static void Write(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        json.WriteString("model", conversation.Model);
        ResponsesInputWriter.Write(conversation, json, losses);
        WriteTools(conversation, json);
        if (conversation.Output is not null) WriteText(conversation.Output, json);
        WriteSettings(conversation, json);
        WriteReasoning(conversation, json, losses);
        if (conversation.Stream) json.WriteBoolean("stream", true);
        json.WriteBoolean("store", false);
        json.WriteEndObject();
        foreach (var field in s_absent) losses.Add(conversation, field);
    }

    private static void WriteSettings(Conversation from, Utf8JsonWriter json)
    {
        if (from.MaxTokens is { } most) json.WriteNumber("max_output_tokens", most);
        if (from.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (from.TopP is { } share) json.WriteNumber("top_p", share);
        if (from.TopLogProbs is { } top) json.WriteNumber("top_logprobs", top);
        if (from.User is not null) json.WriteString("user", from.User);
        if (from.ServiceTier is not null) json.WriteString("service_tier", from.ServiceTier);
        if (from.Metadata.IsAbsent()) return;
        json.WritePropertyName("metadata");
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(from.Metadata), skipInputValidation: true);
    }

    /// <summary>Sealed reasoning is asked for where the request thinks of reasoning at all: models that do not reason refuse it.</summary>
    private static void WriteReasoning(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartArray("include");
        if (from.Reasoning is not null) json.WriteStringValue("reasoning.encrypted_content");
        if (from.LogProbs == true) json.WriteStringValue("message.output_text.logprobs");
        json.WriteEndArray();
        if (from.Reasoning is not { } reasoning) return;
        if (reasoning.BudgetTokens == 0 && reasoning.Effort is null && from.Paths.TryGetValue(Field.Reasoning, out var path)) losses.Note(path);
        json.WriteStartObject("reasoning");
        if (Efforts.Of(reasoning) is { } effort) json.WriteString("effort", effort);
        if (reasoning.Show == true) json.WriteString("summary", "auto");
        json.WriteEndObject();
    }

    private static void WriteTools(Conversation from, Utf8JsonWriter json)
    {
        if (from.Tools.Count > 0)
        {
            json.WriteStartArray("tools");
            foreach (var tool in from.Tools) WriteTool(tool, json);
            json.WriteEndArray();
            if (from.ParallelToolCalls is { } parallel) json.WriteBoolean("parallel_tool_calls", parallel);
        }

        if (from.ToolChoice is not { } choice) return;
        if (choice.Mode == ToolChoiceMode.Named && choice.Names.Count == 1) WriteName("tool_choice", choice.Names[0], json);
        else if (choice.Names.Count > 0) WriteAllowed(choice, json);
        else json.WriteString("tool_choice", ChatToolWriter.WordOf(choice.Mode));
    }

    /// <summary>Without a word functions are strict here, and elsewhere they are not.</summary>
    private static void WriteTool(Tool tool, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "function");
        ChatToolWriter.WriteFunction(tool with { Strict = tool.Strict ?? false }, json);
        if (tool.Parameters.IsAbsent()) json.WriteNull("parameters");
        json.WriteEndObject();
    }

    private static void WriteAllowed(ToolChoice choice, Utf8JsonWriter json)
    {
        json.WriteStartObject("tool_choice");
        json.WriteString("type", "allowed_tools");
        json.WriteString("mode", choice.Mode == ToolChoiceMode.Auto ? "auto" : "required");
        json.WriteStartArray("tools");
        foreach (var name in choice.Names) WriteName(null, name, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteName(string? member, string name, Utf8JsonWriter json)
    {
        if (member is not null) json.WritePropertyName(member);
        json.WriteStartObject();
        json.WriteString("type", "function");
        json.WriteString("name", name);
        json.WriteEndObject();
    }

    private static void WriteText(OutputFormat output, Utf8JsonWriter json)
    {
        json.WriteStartObject("text");
        json.WriteStartObject("format");
        json.WriteString("type", output.Schema.IsAbsent() ? "json_object" : "json_schema");
        if (!output.Schema.IsAbsent()) ChatToolWriter.WriteSchema(output, json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
