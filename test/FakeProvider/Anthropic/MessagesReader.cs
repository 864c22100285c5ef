using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Anthropic;

/// <summary>Reads a Messages request as Anthropic does.</summary>
internal sealed class MessagesReader(string? vertexModel = null, bool counting = false)
{
    public Ask Read(JsonElement body)
    {
        body.Only("", counting ? AnthropicMembers.Count : vertexModel is null ? AnthropicMembers.Request : AnthropicMembers.Vertex);
        if (vertexModel is not null && body.Text("anthropic_version") != "vertex-2023-10-16") throw new FaultException("anthropic_version: Field required");

        var ask = new Ask { Model = vertexModel ?? body.Required("model", "") };
        ask.Stream = body.Flag("stream");
        ask.System = body.Find("system") switch
        {
            null => "",
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            _ => string.Join("\n", body.Items("system").Select((block, index) => Block(block, $"system.{index}").Required("text", $"system.{index}."))),
        };
        ReadTools(ask, body);
        if (!counting) ReadSampling(ask, body);
        new MessagesTurns(ask).Read(body);
        return ask;
    }

    /// <summary>The block, where its type and members are known.</summary>
    public static JsonElement Block(JsonElement block, string path)
    {
        var type = block.Required("type", path + ".");
        var known = AnthropicMembers.OfBlock(type) ?? throw new FaultException($"{path}: Input tag '{type}' found using 'type' does not match any of the expected tags");
        block.Only($"{path}.{type}.", known);
        return block;
    }

    private static void ReadSampling(Ask ask, JsonElement body)
    {
        ask.MaxTokens = body.Whole("max_tokens") ?? throw new FaultException("max_tokens: Field required");
        if (ask.MaxTokens < 1) throw new FaultException("max_tokens: Input should be greater than or equal to 1");

        ask.Temperature = body.Number("temperature");
        if (ask.Temperature is < 0 or > 1) throw new FaultException("temperature: range: 0..1");

        ask.Stops.AddRange(body.Texts("stop_sequences"));
        ReadThinking(ask, body);
        if (body.Find("output_config") is not { } output) return;

        output.Only("output_config.", AnthropicMembers.OutputConfig);
        if (output.Find("format") is not { } format) return;
        if (format.Required("type", "output_config.format.") != "json_schema" || format.Find("schema") is null)
            throw new FaultException("output_config.format: Input should be a json_schema");
        ask.Format = "schema";
    }

    private static void ReadThinking(Ask ask, JsonElement body)
    {
        if (body.Find("thinking") is not { } thinking) return;

        thinking.Only("thinking.", AnthropicMembers.Thinking);
        var type = thinking.Required("type", "thinking.");
        if (type is not ("enabled" or "disabled" or "adaptive")) throw new FaultException($"thinking: Input tag '{type}' found using 'type' does not match any of the expected tags");

        ask.Reasons = type != "disabled";
        if (!ask.Reasons) return;
        if (ask.Temperature is not (null or 1)) throw new FaultException("`temperature` may only be set to 1 when thinking is enabled.");
        if (ask.Choice is "any" || ask.Choice.StartsWith("tool:", StringComparison.Ordinal)) throw new FaultException("Thinking may not be enabled when tool_choice forces tool use.");
        if (type == "adaptive") return;

        var budget = thinking.Whole("budget_tokens") ?? throw new FaultException("thinking.enabled.budget_tokens: Field required");
        if (budget < 1024) throw new FaultException("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        if (budget >= ask.MaxTokens) throw new FaultException("`max_tokens` must be greater than `thinking.budget_tokens`.");
    }

    private static void ReadTools(Ask ask, JsonElement body)
    {
        var index = 0;
        foreach (var tool in body.Items("tools"))
        {
            var path = $"tools.{index++}.";
            tool.Only(path + "custom.", AnthropicMembers.Tool);
            ask.Tools.Add(tool.Required("name", path));
            var schema = tool.Find("input_schema") ?? throw new FaultException($"{path}custom.input_schema: Field required");
            if (schema.Text("type") != "object") throw new FaultException($"{path}custom.input_schema.type: Field required");
        }
        if (body.Find("tool_choice") is not { } choice) return;
        if (ask.Tools.Count == 0) throw new FaultException("tool_choice may only be specified while providing tools.");

        choice.Only("tool_choice.", AnthropicMembers.Choice);
        ask.Parallel = !choice.Flag("disable_parallel_tool_use");
        ask.Choice = choice.Required("type", "tool_choice.") switch
        {
            "tool" => "tool:" + choice.Required("name", "tool_choice.tool."),
            "auto" => "auto",
            "any" => "any",
            "none" => "none",
            var other => throw new FaultException($"tool_choice: Input tag '{other}' found using 'type' does not match any of the expected tags"),
        };
    }
}
