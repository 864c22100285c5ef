using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>Reads a Responses request as OpenAI does.</summary>
internal sealed class ResponsesReader
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "background", "conversation", "include", "input", "instructions", "max_output_tokens", "max_tool_calls", "metadata", "model", "parallel_tool_calls", "previous_response_id", "prompt",
        "prompt_cache_key", "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier", "store", "stream", "stream_options", "temperature", "text", "tool_choice", "tools",
        "top_logprobs", "top_p", "truncation", "user");

    private readonly HashSet<string> _open = [];

    public Ask Read(JsonElement body)
    {
        body.Only("", Known);
        var ask = new Ask { Model = body.Text("model") ?? throw new FaultException("Missing required parameter: 'model'.", "model") };
        ask.Stream = body.Flag("stream");
        ask.System = body.Text("instructions") ?? "";
        ask.MaxTokens = body.Whole("max_output_tokens");
        ask.Temperature = body.Number("temperature");
        ask.Parallel = body.Flag("parallel_tool_calls", true);
        ask.Reasons = body.Find("reasoning")?.Text("effort") is not (null or "none");
        ask.Format = body.Find("text")?.Find("format")?.Text("type") switch { "json_schema" => "schema", "json_object" => "json", _ => "text" };
        ReadTools(ask, body);
        if (body.Find("input") is not { } input) throw new FaultException("Missing required parameter: 'input'.", "input");

        if (input.ValueKind == JsonValueKind.String) ask.Add("user", input.GetString()!);
        else foreach (var item in body.Items("input")) Read(ask, item);
        if (_open.Count > 0) throw new FaultException($"No tool output found for function call {_open.First()}.", "input");
        return ask;
    }

    private static void ReadTools(Ask ask, JsonElement body)
    {
        foreach (var tool in body.Items("tools"))
            ask.Tools.Add(tool.Required("type", "tools[0].") == "function" ? tool.Required("name", "tools[0].") : tool.Text("type")!);
        ask.Choice = body.Find("tool_choice") switch
        {
            null => "auto",
            { ValueKind: JsonValueKind.String } word => word.GetString() == "required" ? "any" : word.GetString()!,
            { } named => "tool:" + named.Required("name", "tool_choice."),
        };
    }

    private void Read(Ask ask, JsonElement item)
    {
        switch (item.Text("type") ?? "message")
        {
            case "message": ReadMessage(ask, item); break;
            case "function_call":
                item.Required("name", "input[0].");
                item.Required("arguments", "input[0].");
                _open.Add(item.Required("call_id", "input[0]."));
                break;
            case "function_call_output":
                if (!_open.Remove(item.Required("call_id", "input[0]."))) throw new FaultException("No tool call found for function call output with call_id.", "input");
                ask.Results.Add(Content(ask, item, "output"));
                break;
            case "reasoning":
                if (item.Text("encrypted_content") is { } signature) ask.Signatures.Add(signature);
                break;
            case "item_reference": break;
            case var other: throw new FaultException($"Invalid value: '{other}'.", "input[0].type");
        }
    }

    private static void ReadMessage(Ask ask, JsonElement item)
    {
        var role = item.Required("role", "input[0].");
        var text = Content(ask, item, "content");
        if (role is "system" or "developer") ask.System = (ask.System + "\n" + text).Trim();
        else if (role is "user" or "assistant") ask.Add(role, text);
        else throw new FaultException($"Invalid value: '{role}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.", "input[0].role");
    }

    private static string Content(Ask ask, JsonElement item, string name) => item.Find(name) switch
    {
        null => throw new FaultException($"Missing required parameter: 'input[0].{name}'.", "input"),
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => string.Concat(item.Items(name).Select(part => Part(ask, part))),
    };

    private static string Part(Ask ask, JsonElement part)
    {
        switch (part.Required("type", "input[0].content[0]."))
        {
            case "input_text" or "output_text": return part.Required("text", "input[0].content[0].");
            case "refusal": return part.Required("refusal", "input[0].content[0].");
            case "input_image":
                ask.Images.Add(DataUri.Describe(part.Text("image_url") ?? throw new FaultException("Missing required parameter: 'input[0].content[0].image_url'.", "input")));
                return "";
            case "input_file": return "";
            case var other: throw new FaultException($"Invalid value: '{other}'. Supported values are: 'input_text', 'input_image', 'output_text', 'refusal', 'input_file'.", "input[0].content[0].type");
        }
    }
}
