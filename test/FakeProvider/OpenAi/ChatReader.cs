using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>Reads a chat completion request as its provider does.</summary>
internal sealed class ChatReader(Flavour flavour)
{
    public Ask Read(JsonElement body, string? deployment)
    {
        if (body.ValueKind != JsonValueKind.Object) throw new FaultException("We could not parse the JSON body of your request.");
        if (ChatMembers.Of(flavour) is { } known) body.Only("", known);

        var ask = new Ask { Model = deployment ?? body.Text("model") ?? throw new FaultException("you must provide a model parameter", "model") };
        ask.Stream = body.Flag("stream");
        ask.IncludeUsage = body.Find("stream_options")?.Flag("include_usage") ?? false;
        if (body.Find("stream_options") is not null && !ask.Stream && flavour is Flavour.Strict or Flavour.Azure)
            throw new FaultException("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");

        if (flavour == Flavour.Mistral && body.Find("stream_options")?.Find("include_usage") is not null)
            throw new FaultException(new Fault(FaultKind.UnknownMember, Param: "stream_options.include_usage"));

        ReadSampling(ask, body);
        ReadTools(ask, body);
        new ChatMessages(ask, flavour).Read(body);
        return ask;
    }

    private void ReadSampling(Ask ask, JsonElement body)
    {
        ask.MaxTokens = body.Whole("max_completion_tokens") ?? body.Whole("max_tokens");
        if (ask.MaxTokens < 1) throw new FaultException("Invalid 'max_tokens': integer below minimum value.", "max_tokens");

        ask.Temperature = body.Number("temperature");
        if (ask.Temperature is < 0 or > 2) throw new FaultException("Invalid 'temperature': decimal above maximum value.", "temperature");

        ask.Stops.AddRange(body.Find("stop") is { ValueKind: JsonValueKind.String } one ? [one.GetString()!] : body.Texts("stop"));
        if (ask.Stops.Count > 4) throw new FaultException("Invalid 'stop': array too long.", "stop");

        ask.Choices = body.Whole("n") ?? 1;
        if (ask.Choices > 1 && flavour is Flavour.Groq) throw new FaultException("'n' : number must be at most 1", "n");

        ask.Logprobs = body.Flag("logprobs");
        ask.Reasons = body.Text("reasoning_effort") is not (null or "none");
        ask.Format = body.Find("response_format") switch
        {
            null => "text",
            { } format => format.Required("type", "response_format.") switch
            {
                "text" => "text",
                "json_object" => "json",
                "json_schema" => Schema(format),
                var other => throw new FaultException($"Invalid value: '{other}'. Supported values are: 'json_object', 'json_schema', and 'text'.", "response_format.type"),
            },
        };
    }

    private static string Schema(JsonElement format)
    {
        var schema = format.Find("json_schema") ?? throw new FaultException("Missing required parameter: 'response_format.json_schema'.", "response_format.json_schema");
        schema.Required("name", "response_format.json_schema.");
        return "schema";
    }

    private void ReadTools(Ask ask, JsonElement body)
    {
        foreach (var tool in body.Items("tools"))
        {
            if (tool.Required("type", "tools[0].") != "function") throw new FaultException("Invalid value for 'tools[0].type'.", "tools[0].type");

            var function = tool.Find("function") ?? throw new FaultException("Missing required parameter: 'tools[0].function'.", "tools[0].function");
            ask.Tools.Add(function.Required("name", "tools[0].function."));
        }
        ask.Choice = body.Find("tool_choice") switch
        {
            null => "auto",
            { ValueKind: JsonValueKind.String } word => word.GetString() switch
            {
                "required" => "any",
                "any" when flavour == Flavour.Mistral => "any",
                "auto" => "auto",
                "none" => "none",
                var other => throw new FaultException($"Invalid value: '{other}'. Supported values are: 'none', 'auto', and 'required'.", "tool_choice"),
            },
            { } named => "tool:" + (named.Find("function")?.Text("name") ?? throw new FaultException("Missing required parameter: 'tool_choice.function'.", "tool_choice.function")),
        };
        ask.Parallel = body.Flag("parallel_tool_calls", true);
        if (flavour is not (Flavour.Strict or Flavour.Azure) || ask.Tools.Count > 0) return;

        foreach (var name in (string[])["tool_choice", "parallel_tool_calls"])
            if (body.Find(name) is not null) throw new FaultException($"'{name}' is only allowed when 'tools' are specified.", name);
    }
}
