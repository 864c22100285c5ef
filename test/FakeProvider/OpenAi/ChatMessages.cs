using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>Reads the messages: each role's shape, and that each tool call has its result.</summary>
internal sealed class ChatMessages(Ask ask, Flavour flavour)
{
    private readonly HashSet<string> _open = [];

    public void Read(JsonElement body)
    {
        if (body.Find("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
            throw new FaultException("Missing required parameter: 'messages'.", "messages");

        var index = 0;
        foreach (var message in messages.EnumerateArray()) Read(message, $"messages[{index++}]");
        CloseCalls();
    }

    private void Read(JsonElement message, string path)
    {
        if (ChatMembers.OfMessage(flavour) is { } known) message.Only(path + ".", known);
        var role = message.Required("role", path + ".");
        if (role != "tool") CloseCalls();
        switch (role)
        {
            case "system" or "developer":
                if (role == "developer" && flavour is Flavour.Mistral or Flavour.DeepSeek or Flavour.Together)
                    throw new FaultException($"{path}.role: unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool`", path + ".role");
                ask.System = (ask.System + "\n" + Content(message, path)).Trim();
                break;
            case "user": ask.Add("user", Content(message, path)); break;
            case "assistant": ReadAssistant(message, path); break;
            case "tool": ReadResult(message, path); break;
            default: throw new FaultException($"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.", path + ".role");
        }
    }

    private void ReadAssistant(JsonElement message, string path)
    {
        ask.Add("assistant", message.Find("content") is null ? "" : Content(message, path));
        var calls = message.Items("tool_calls").ToArray();
        foreach (var call in calls)
        {
            var id = call.Required("id", path + ".tool_calls[0].");
            CheckId(id);
            _open.Add(id);
            var function = call.Find("function") ?? throw new FaultException($"Missing required parameter: '{path}.tool_calls[0].function'.", path);
            function.Required("name", path + ".tool_calls[0].function.");
            CheckArguments(function.Required("arguments", path + ".tool_calls[0].function."));
        }
        if (calls.Length == 0 && message.Find("content") is null && message.Find("refusal") is null)
            throw new FaultException("Invalid value for 'content': expected a string, got null.", path + ".content");
        ReadReasoning(message, calls.Length > 0);
    }

    private void ReadReasoning(JsonElement message, bool hasCalls)
    {
        if (message.Text("reasoning_content") is { Length: > 0 } text)
        {
            if (flavour == Flavour.DeepSeek && !hasCalls) throw new FaultException("reasoning_content is not allowed in an assistant message without tool calls.");
            ask.Signatures.Add(text);
        }
        foreach (var detail in message.Items("reasoning_details"))
            if (detail.Text("signature") is { } signature) ask.Signatures.Add(signature);
    }

    private void ReadResult(JsonElement message, string path)
    {
        var id = message.Required("tool_call_id", path + ".");
        CheckId(id);
        if (!_open.Remove(id)) throw new FaultException("Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", path + ".role");

        ask.Results.Add(Content(message, path));
    }

    private void CloseCalls()
    {
        if (_open.Count == 0) return;

        throw new FaultException("An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
            + $"The following tool_call_ids did not have response messages: {string.Join(", ", _open)}", "messages");
    }

    private void CheckId(string id)
    {
        if (flavour != Flavour.Mistral || id.Length == 9 && id.All(char.IsAsciiLetterOrDigit)) return;

        throw new FaultException($"Tool call id was {id} but must be a-z, A-Z, 0-9, with a length of 9.");
    }

    private static void CheckArguments(string arguments)
    {
        try
        {
            JsonDocument.Parse(arguments).Dispose();
        }
        catch (JsonException)
        {
            throw new FaultException("Invalid value for 'arguments': not JSON.", "messages");
        }
    }

    private string Content(JsonElement message, string path) => message.Find("content") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Part(part, path + ".content"))),
        _ => throw new FaultException("Invalid value for 'content': expected a string, got null.", path + ".content"),
    };

    private string Part(JsonElement part, string path)
    {
        switch (part.Required("type", path + "."))
        {
            case "text": return part.Required("text", path + ".");
            case "refusal": return part.Required("refusal", path + ".");
            case "thinking" when flavour == Flavour.Mistral: return "";
            case "image_url":
                ask.Images.Add(DataUri.Describe((part.Find("image_url") is { ValueKind: JsonValueKind.Object } image ? image.Text("url") : part.Text("image_url"))
                    ?? throw new FaultException($"Missing required parameter: '{path}.image_url'.", path)));
                return "";
            case "input_audio" or "file": return "";
            case var other: throw new FaultException($"Invalid value: '{other}'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', and 'file'.", path + ".type");
        }
    }
}
