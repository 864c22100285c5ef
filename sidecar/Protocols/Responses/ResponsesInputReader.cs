using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Reads the input items of a response into turns: what the assistant thought, said and called in a row is one turn, and so is what its tools answered.</summary>
internal sealed class ResponsesInputReader(Conversation to)
{
    private readonly Dictionary<string, Signature> _signatures = [];
    private List<Part>? _parts;
    private Role _role;

    public void Read(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            to.Turns.Add(new() { Role = Role.User, Path = "input", Parts = [new TextPart(TextValue.From(input)) { Path = "input" }] });
            return;
        }

        foreach (var (item, path) in input.Items("input")) FindSignature(item, path);
        foreach (var (item, path) in input.Items("input")) ReadItem(item, path);
    }

    private void FindSignature(JsonElement item, string path)
    {
        _ = item.Members(path);
        if (item.Member("encrypted_content") is { ValueKind: JsonValueKind.String } content && ResponsesSeals.ReadOfCall(content.GetString()!) is { } found)
            _signatures[found.CallId] = found.Signature;
    }

    private void ReadItem(JsonElement item, string path)
    {
        var type = item.Member("type").IsAbsent() ? "message" : item.Member("type").ShortText($"{path}.type");
        switch (type)
        {
            case "message":
                ReadMessage(item, path);
                break;
            case "function_call":
                Add(Role.Assistant, ReadCall(item, path), path);
                break;
            case "function_call_output":
                Add(Role.User, ReadOutput(item, path), path);
                break;
            case "reasoning":
                if (ReadReasoning(item, path) is { } reasoning) Add(Role.Assistant, reasoning with { Path = path }, path);
                break;
            default:
                to.Unknown.Add(path);
                break;
        }
    }

    /// <summary>Adds to the turn under way, or begins one.</summary>
    private void Add(Role role, Part part, string path)
    {
        if (_parts is null || _role != role)
        {
            (_parts, _role) = ([], role);
            to.Turns.Add(new() { Role = role, Path = path, Parts = _parts });
        }

        _parts.Add(part);
    }

    private void ReadMessage(JsonElement item, string path)
    {
        to.AddUnknown(item, path, ["type", "role", "content", "id", "status", "phase"]);
        var parts = ResponsesPartReader.ReadContent(to, item.Member("content"), $"{path}.content");
        var role = item.Member("role").ShortText($"{path}.role");
        if (role == "assistant")
        {
            foreach (var part in parts) Add(Role.Assistant, part, path);
            return;
        }

        _parts = null;
        to.Turns.Add(new()
        {
            Role = role switch
            {
                "user" => Role.User,
                "system" or "developer" => Role.System,
                _ => throw new UnfitFieldException($"{path}.role", "must be user, system, developer or assistant"),
            },
            Path = path,
            Parts = parts,
        });
    }

    private ToolCallPart ReadCall(JsonElement item, string path)
    {
        to.AddUnknown(item, path, ["type", "id", "call_id", "name", "arguments", "status"]);
        var arguments = item.Member("arguments");
        if (arguments.ValueKind == JsonValueKind.String) _ = arguments.Decoded($"{path}.arguments");
        var id = item.Member("call_id").ShortText($"{path}.call_id");
        return new()
        {
            Id = id,
            Name = item.Member("name").ShortText($"{path}.name"),
            Arguments = ToolArguments.Read(arguments) ?? throw new UnfitFieldException($"{path}.arguments", "must be the text of a JSON object"),
            Signature = _signatures.GetValueOrDefault(id),
            Path = path,
        };
    }

    private ToolResultPart ReadOutput(JsonElement item, string path)
    {
        to.AddUnknown(item, path, ["type", "id", "call_id", "output", "status"]);
        return new()
        {
            CallId = item.Member("call_id").ShortText($"{path}.call_id"),
            Parts = ResponsesPartReader.ReadContent(to, item.Member("output"), $"{path}.output"),
            Path = path,
        };
    }

    private ReasoningPart? ReadReasoning(JsonElement item, string path)
    {
        to.AddUnknown(item, path, ["type", "id", "summary", "content", "encrypted_content", "status"]);
        return ResponsesAnswerReader.ReadReasoning(item);
    }
}
