using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Gemini;

/// <summary>Reads a generateContent request as the Gemini API does.</summary>
internal sealed class ContentReader(Ask ask)
{
    public void Read(JsonElement body)
    {
        body.Only("", GeminiMembers.Request);
        if (body.Either("systemInstruction", "system_instruction") is { } system)
            ask.System = string.Join("\n", system.Known("system_instruction.", GeminiMembers.Content).Items("parts").Select(part => part.Text("text")));
        if (body.Either("generationConfig", "generation_config") is { } config) ReadConfig(config);
        ReadTools(body);
        new ContentTurns(ask).Read(body);
    }

    private void ReadConfig(JsonElement config)
    {
        config.Only("generation_config.", GeminiMembers.Config);
        ask.MaxTokens = config.Either("maxOutputTokens", "max_output_tokens")?.GetInt32();
        ask.Temperature = config.Number("temperature");
        ask.Stops.AddRange(config.Texts("stopSequences"));
        ask.Choices = config.Either("candidateCount", "candidate_count")?.GetInt32() ?? 1;
        ask.Logprobs = config.Flag("responseLogprobs");
        if (ask.Stops.Count > 5) throw new FaultException("Unable to submit request because it has more than 5 stop sequences.");
        if (config.Either("responseMimeType", "response_mime_type")?.GetString() == "application/json")
            ask.Format = config.Find("responseSchema") is not null || config.Find("responseJsonSchema") is not null ? "schema" : "json";
        if (config.Find("responseSchema") is { } schema) CheckSchema(schema, "generation_config.response_schema.");
        if (ask.Format == "text" && (config.Find("responseSchema") ?? config.Find("responseJsonSchema")) is not null)
            throw new FaultException("Function calling with a response mime type: 'text/plain' is unsupported with a response schema");
        if (config.Either("thinkingConfig", "thinking_config") is not { } thinking) return;

        thinking.Only("generation_config.thinking_config.", GeminiMembers.Thinking);
        if (thinking.Find("thinkingBudget") is not null && thinking.Find("thinkingLevel") is not null)
            throw new FaultException("You can only set only one of thinking budget and thinking level.");
        ask.Reasons = thinking.Whole("thinkingBudget") != 0;
    }

    private void ReadTools(JsonElement body)
    {
        foreach (var tool in body.Items("tools"))
        {
            tool.Only("tools[0].", GeminiMembers.Tool);
            foreach (var function in tool.Items(tool.Find("functionDeclarations") is null ? "function_declarations" : "functionDeclarations"))
            {
                function.Only("tools[0].function_declarations[0].", GeminiMembers.Function);
                ask.Tools.Add(function.Required("name", "tools[0].function_declarations[0]."));
                if (function.Find("parameters") is { } schema) CheckSchema(schema, "tools[0].function_declarations[0].parameters.");
            }
        }
        if (body.Either("toolConfig", "tool_config")?.Known("tool_config.", GeminiMembers.ToolConfig).Either("functionCallingConfig", "function_calling_config") is not { } calling) return;

        calling.Only("tool_config.function_calling_config.", GeminiMembers.Calling);
        var names = calling.Texts("allowedFunctionNames").ToArray();
        var mode = calling.Text("mode");
        if (names.Length > 0 && mode is not ("ANY" or "VALIDATED")) throw new FaultException("Function calling config is set without ANY mode but allowed_function_names is set.");
        ask.Choice = mode switch
        {
            null or "AUTO" or "VALIDATED" => "auto",
            "NONE" => "none",
            "ANY" => names.Length == 1 ? "tool:" + names[0] : "any",
            var other => throw new FaultException($"Invalid value at 'tool_config.function_calling_config.mode': \"{other}\""),
        };
    }

    /// <summary>Types are upper case or lower case; what OpenAPI's subset lacks is an unknown name.</summary>
    private static void CheckSchema(JsonElement schema, string path)
    {
        schema.Only(path, GeminiMembers.Schema);
        if (schema.Find("properties") is { } properties)
            foreach (var property in properties.EnumerateObject()) CheckSchema(property.Value, $"{path}properties[0].value.");
        if (schema.Find("items") is { } items) CheckSchema(items, path + "items.");
        foreach (var one in schema.Items("anyOf")) CheckSchema(one, path + "any_of[0].");
    }
}
