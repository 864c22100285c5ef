using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Bedrock;

/// <summary>Reads a Converse request as Bedrock does: members that it does not know are ignored, as AWS's services do, unions hold one member.</summary>
internal sealed class ConverseReader(Ask ask)
{
    private static readonly FrozenSet<string> Formats = FrozenSet.Create("png", "jpeg", "gif", "webp");
    private readonly HashSet<string> _open = [];
    private bool _hasToolBlocks;

    public void Read(JsonElement body)
    {
        ask.System = string.Join("\n", body.Items("system").Select(block => block.Text("text")).Where(text => text is not null));
        ReadConfig(body);
        ReadTools(body);
        ReadMessages(body);
        if (_hasToolBlocks && body.Find("toolConfig") is null)
            throw new FaultException("The toolConfig field must be defined when using toolUse and toolResult content blocks.");
    }

    private void ReadConfig(JsonElement body)
    {
        if (body.Find("inferenceConfig") is { } config)
        {
            ask.MaxTokens = config.Whole("maxTokens");
            ask.Temperature = config.Number("temperature");
            ask.Stops.AddRange(config.Texts("stopSequences"));
            if (ask.Temperature is < 0 or > 1) throw new FaultException("Value at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1");
        }
        if (body.Find("additionalModelRequestFields")?.Find("thinking") is { } thinking) ask.Reasons = thinking.Text("type") != "disabled";
        if (body.Find("outputConfig")?.Find("textFormat")?.Text("type") == "json_schema") ask.Format = "schema";
    }

    private void ReadTools(JsonElement body)
    {
        if (body.Find("toolConfig") is not { } config) return;

        foreach (var spec in config.Items("tools").Select(tool => tool.Find("toolSpec")).OfType<JsonElement>())
        {
            ask.Tools.Add(spec.Required("name", "toolConfig.tools.0.member.toolSpec."));
            if (spec.Find("inputSchema")?.Find("json") is not { ValueKind: JsonValueKind.Object })
                throw new FaultException("The value at toolConfig.tools.0.toolSpec.inputSchema.json is empty.");
        }
        if (ask.Tools.Count == 0) throw new FaultException("1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1");
        if (config.Find("toolChoice") is not { } choice) return;

        var one = choice.EnumerateObject().ToArray();
        if (one.Length != 1) throw new FaultException("Invalid toolChoice union.");
        ask.Choice = one[0].Name switch
        {
            "auto" or "any" => one[0].Name,
            "tool" => "tool:" + one[0].Value.Required("name", "toolConfig.toolChoice.tool."),
            _ => throw new FaultException("Invalid toolChoice union."),
        };
    }

    private void ReadMessages(JsonElement body)
    {
        var last = "assistant";
        var index = 0;
        foreach (var message in body.Items("messages"))
        {
            var role = message.Required("role", $"messages.{index}.");
            if (role is not ("user" or "assistant")) throw new FaultException($"Value '{role}' at 'messages.{index}.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]");
            if (index == 0 && role != "user") throw new FaultException("A conversation must start with a user message. Try again with a conversation that starts with a user message.");
            if (role == last) throw new FaultException("A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.");

            Read(message, role, index++);
            last = role;
        }
        if (index == 0) throw new FaultException("A conversation must start with a user message. Try again with a conversation that starts with a user message.");
        if (_open.Count > 0) throw new FaultException("Expected toolResult blocks at the end of the conversation.");
    }

    private void Read(JsonElement message, string role, int index)
    {
        var blocks = message.Items("content").ToArray();
        if (blocks.Length == 0) throw new FaultException($"The content field in the Message object at messages.{index} is empty. Add a ContentBlock object to the content field and try again.");

        var hadOpen = _open.Count > 0;
        var text = string.Concat(blocks.Select((block, place) => Block(block, $"messages.{index}.content.{place}.")));
        if (hadOpen && role == "user" && _open.Count > 0)
            throw new FaultException($"Expected toolResult blocks at messages.{index}.content for the following Ids: {string.Join(", ", _open)}");
        ask.Add(role, text);
    }

    private string Block(JsonElement block, string path)
    {
        var members = block.EnumerateObject().ToArray();
        if (members.Length != 1) throw new FaultException($"Invalid union at {path}: exactly one member must be set.");

        var value = members[0].Value;
        switch (members[0].Name)
        {
            case "text": return value.GetString() is { Length: > 0 } text ? text : throw new FaultException($"The text field in the ContentBlock object at {path} is blank. Add text to the text field, and try again.");
            case "image": ReadImage(value, path); return "";
            case "toolUse": ReadUse(value, path); return "";
            case "toolResult": ReadResult(value, path); return "";
            case "reasoningContent": ReadReasoning(value, path); return "";
            case "document" or "cachePoint" or "video" or "guardContent": return "";
            case var other: throw new FaultException($"Unknown member {other} at {path}");
        }
    }

    private void ReadImage(JsonElement image, string path)
    {
        var format = image.Required("format", path + "image.");
        if (!Formats.Contains(format)) throw new FaultException($"Value '{format}' at '{path}image.format' failed to satisfy constraint: Member must satisfy enum value set: [gif, jpeg, png, webp]");
        ask.Images.Add(DataUri.Describe("image/" + format, image.Find("source")?.Text("bytes") ?? throw new FaultException($"The source of {path}image is empty.")));
    }

    private void ReadUse(JsonElement use, string path)
    {
        _hasToolBlocks = true;
        if (use.Find("input") is not { ValueKind: JsonValueKind.Object }) throw new FaultException($"The format of the value at {path}toolUse.input is invalid. Provide a json object for the field and try again.");
        use.Required("name", path + "toolUse.");
        _open.Add(use.Required("toolUseId", path + "toolUse."));
    }

    private void ReadResult(JsonElement result, string path)
    {
        _hasToolBlocks = true;
        var id = result.Required("toolUseId", path + "toolResult.");
        if (!_open.Remove(id)) throw new FaultException($"The number of toolResult blocks at {path} exceeds the number of toolUse blocks of previous turn.");
        ask.Results.Add(string.Concat(result.Items("content").Select(part => part.Text("text") ?? part.Find("json")?.GetRawText() ?? "")));
    }

    private void ReadReasoning(JsonElement reasoning, string path)
    {
        if (reasoning.Find("reasoningText") is not { } text) return;

        text.Required("text", path + "reasoningContent.reasoningText.");
        if (text.Text("signature") is not { } signature) return;
        if (signature != Scene.Signature) throw new FaultException("The model returned the following errors: messages.1.content.0: Invalid `signature` in `thinking` block");
        ask.Signatures.Add(signature);
    }
}
