using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Anthropic;

/// <summary>Reads the turns: who may say what, and that each use of a tool has its result in the next turn.</summary>
internal sealed class MessagesTurns(Ask ask)
{
    private readonly HashSet<string> _open = [];
    private readonly HashSet<string> _answered = [];

    public void Read(JsonElement body)
    {
        if (body.Find("messages") is not { ValueKind: JsonValueKind.Array } messages) throw new FaultException("messages: Field required");
        if (messages.GetArrayLength() == 0) throw new FaultException("messages: at least one message is required");

        var index = 0;
        foreach (var message in messages.EnumerateArray()) Read(message, index++);
        if (_open.Count > 0) throw Unanswered(index);
    }

    private void Read(JsonElement message, int index)
    {
        var path = $"messages.{index}";
        message.Only(path + ".", AnthropicMembers.Message);
        var role = message.Required("role", path + ".");
        if (role is not ("user" or "assistant"))
            throw new FaultException($"messages: Unexpected role \"{role}\". The Messages API accepts a top-level `system` parameter, not \"system\" as an input message role.");
        if (index == 0 && role != "user") throw new FaultException("messages: first message must use the \"user\" role");

        _answered.Clear();
        var text = Content(message, role, path);
        if (role == "user" && _open.Count > 0 && !_open.IsSubsetOf(_answered)) throw Unanswered(index);
        if (role == "user") _open.Clear();
        ask.Add(role, text);
    }

    private string Content(JsonElement message, string role, string path)
    {
        if (message.Find("content") is not { } content) throw new FaultException($"{path}.content: Field required");
        if (content.ValueKind == JsonValueKind.String)
            return content.GetString() is { Length: > 0 } text ? text : throw new FaultException($"{path}: {role} messages must have non-empty content");

        var blocks = message.Items("content").ToArray();
        if (blocks.Length == 0) throw new FaultException($"{path}: {role} messages must have non-empty content");
        return string.Concat(blocks.Select((block, index) => Read(MessagesReader.Block(block, $"{path}.content.{index}"), role, $"{path}.content.{index}.")));
    }

    private string Read(JsonElement block, string role, string path)
    {
        switch (block.Required("type", path))
        {
            case "text":
                return block.Required("text", path) is { Length: > 0 } text ? text : throw new FaultException("messages: text content blocks must be non-empty");
            case "image": ReadImage(block, path); return "";
            case "tool_use" when role == "assistant": ReadUse(block, path); return "";
            case "tool_result" when role == "user": ReadResult(block, path); return "";
            case "thinking" when role == "assistant":
                block.Required("thinking", path);
                if (block.Required("signature", path) != Scene.Signature) throw new FaultException($"{path}signature: Invalid `signature` in `thinking` block");
                ask.Signatures.Add(Scene.Signature);
                return "";
            case "document" or "redacted_thinking": return "";
            case var type: throw new FaultException($"{path}: `{type}` blocks can not be in `{role}` messages");
        }
    }

    private void ReadImage(JsonElement block, string path)
    {
        var source = block.Find("source") ?? throw new FaultException($"{path}source: Field required");
        ask.Images.Add(source.Required("type", path + "source.") switch
        {
            "base64" => DataUri.Describe(source.Required("media_type", path + "source.base64."), source.Required("data", path + "source.base64.")),
            "url" => DataUri.Describe(source.Required("url", path + "source.url.")),
            var other => throw new FaultException($"{path}source: Input tag '{other}' found using 'type' does not match any of the expected tags"),
        });
    }

    private void ReadUse(JsonElement block, string path)
    {
        var id = block.Required("id", path);
        if (!id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')) throw new FaultException($"{path}id: String should match pattern '^[a-zA-Z0-9_-]+$'");
        if (block.Find("input") is not { ValueKind: JsonValueKind.Object }) throw new FaultException($"{path}input: Input should be a valid dictionary");

        block.Required("name", path);
        _open.Add(id);
    }

    private void ReadResult(JsonElement block, string path)
    {
        var id = block.Required("tool_use_id", path);
        if (!_open.Contains(id)) throw new FaultException($"{path}: unexpected `tool_use_id` found in `tool_result` blocks: {id}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");

        _answered.Add(id);
        ask.Results.Add(block.Find("content") switch
        {
            null => "",
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            _ => string.Concat(block.Items("content").Select(part => MessagesReader.Block(part, path + "content.0").Text("text"))),
        });
    }

    private FaultException Unanswered(int index) =>
        new($"messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately after: {string.Join(", ", _open)}. "
            + "Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
}
