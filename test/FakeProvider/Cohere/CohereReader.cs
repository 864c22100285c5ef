using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Cohere;

/// <summary>Reads a v2 chat request as Cohere does.</summary>
internal sealed class CohereReader
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "model", "messages", "tools", "strict_tools", "documents", "citation_options", "response_format", "safety_mode", "max_tokens", "stop_sequences", "temperature", "seed",
        "frequency_penalty", "presence_penalty", "k", "p", "logprobs", "tool_choice", "thinking", "stream", "priority", "raw_prompting");

    private readonly HashSet<string> _open = [];

    public Ask Read(JsonElement body)
    {
        body.Only("", Known);
        var ask = new Ask { Model = body.Text("model") ?? throw new FaultException("invalid request: model is required") };
        ask.Stream = body.Flag("stream");
        ask.MaxTokens = body.Whole("max_tokens");
        ask.Temperature = body.Number("temperature");
        if (ask.Temperature is < 0 or > 1) throw new FaultException("invalid request: temperature must be between 0 and 1.0 inclusive.");

        ask.Stops.AddRange(body.Texts("stop_sequences"));
        ask.Logprobs = body.Flag("logprobs");
        ask.Reasons = body.Find("thinking")?.Text("type") == "enabled";
        if (body.Find("response_format") is { } format) ReadFormat(ask, format);
        ReadTools(ask, body);
        foreach (var message in body.Items("messages")) Read(ask, message);
        if (ask.Turns.Count == 0) throw new FaultException("invalid request: messages is required");
        if (_open.Count > 0) throw new FaultException($"missing tool results for tool calls: {string.Join(", ", _open)}");
        return ask;
    }

    private static void ReadFormat(Ask ask, JsonElement format)
    {
        if (format.Required("type", "response_format.") is not ("json_object" or "text")) throw new FaultException("invalid response_format type");
        if (format.Text("type") == "json_object") ask.Format = (format.Find("schema") ?? format.Find("json_schema")) is null ? "json" : "schema";
    }

    private static void ReadTools(Ask ask, JsonElement body)
    {
        foreach (var tool in body.Items("tools"))
        {
            if (tool.Text("type") != "function" || tool.Find("function") is not { } function) throw new FaultException("invalid tool: type must be function");
            ask.Tools.Add(function.Required("name", "tools[0].function."));
            if (function.Find("parameters") is null) throw new FaultException("invalid tool: parameters are required");
        }
        ask.Choice = body.Text("tool_choice") switch
        {
            null => "auto",
            "REQUIRED" => "any",
            "NONE" => "none",
            var other => throw new FaultException($"invalid tool_choice: {other}"),
        };
        if (ask.Choice == "any" && ask.Tools.Count == 0) throw new FaultException("tool_choice REQUIRED needs tools");
    }

    private void Read(Ask ask, JsonElement message)
    {
        var role = message.Required("role", "messages[0].");
        if (role != "tool" && _open.Count > 0) throw new FaultException($"missing tool results for tool calls: {string.Join(", ", _open)}");

        switch (role)
        {
            case "system" or "developer": ask.System = (ask.System + "\n" + Content(ask, message)).Trim(); break;
            case "user": ask.Add("user", Content(ask, message)); break;
            case "assistant":
                foreach (var call in message.Items("tool_calls")) _open.Add(call.Required("id", "messages[0].tool_calls[0]."));
                ask.Add("assistant", message.Find("content") is null ? "" : Content(ask, message));
                break;
            case "tool":
                if (!_open.Remove(message.Required("tool_call_id", "messages[0]."))) throw new FaultException("tool call id not found in previous tool calls");
                ask.Results.Add(Content(ask, message));
                break;
            default: throw new FaultException($"invalid role: {role}");
        }
    }

    private static string Content(Ask ask, JsonElement message) => message.Find("content") switch
    {
        null => throw new FaultException("invalid message: content is required"),
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => string.Concat(message.Items("content").Select(part => Part(ask, part))),
    };

    private static string Part(Ask ask, JsonElement part)
    {
        switch (part.Required("type", "content[0]."))
        {
            case "text": return part.Required("text", "content[0].");
            case "thinking": return "";
            case "document":
                return part.Find("document")?.Find("data") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : part.Find("document")?.Find("data")?.GetRawText() ?? "";
            case "image_url":
                ask.Images.Add(DataUri.Describe(part.Find("image_url")?.Text("url") ?? throw new FaultException("image_url.url is required")));
                return "";
            case var other: throw new FaultException($"invalid content type: {other}");
        }
    }
}
