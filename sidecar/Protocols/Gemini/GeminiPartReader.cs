using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Reads the parts of a request's turns in their order. Older clients give calls no ids: a call gets one of its place then, and a response without an id answers the
/// first call of its name that is still open.
/// </summary>
internal sealed class GeminiPartReader(PathList unknown)
{
    private readonly List<(string Id, string Name)> _open = [];
    private int _turn;

    public void ReadAll(JsonElement list, string path, List<Part> parts)
    {
        var at = 0;
        foreach (var (item, place) in list.Repeated(path))
        {
            if (Read(item, place, at++) is not { } part) continue;
            parts.Add(part);
        }
    }

    /// <summary>What follows belongs to the next turn.</summary>
    public void EndTurn() => _turn++;

    private Part? Read(JsonElement item, string path, int index)
    {
        (string Name, JsonElement Value, string Path) data = ("", default, path);
        var (thought, signature) = (false, "");
        foreach (var field in item.Fields(path))
        {
            if (field.Name == "thought") thought = field.Value.Flag(field.Path);
            else if (field.Name == "thoughtSignature") signature = field.Value.Decoded(field.Path);
            else if (field.Name is not ("text" or "inlineData" or "fileData" or "functionCall" or "functionResponse")) unknown.Add(field.Path);
            else if (data.Name.Length > 0) throw new UnfitFieldException(field.Path, "is a second kind of data in one part");
            else data = field;
        }

        if (data.Name.Length == 0 && signature.Length == 0) return null;
        return Make(data, path, index) is { } part ? Sign(part, thought, signature) : null;
    }

    private Part? Make((string Name, JsonElement Value, string Path) data, string path, int index) => data.Name switch
    {
        "" => new TextPart("") { Path = path },
        "text" => new TextPart(data.Value.Text(data.Path)) { Path = path },
        "functionCall" => Call(data.Value, data.Path, index) with { Path = path },
        "functionResponse" => Result(data.Value, data.Path, index) with { Path = path },
        _ => GeminiMedia.Read(data.Value, data.Path, unknown) is { } media ? media with { Path = path } : null,
    };

    private static Part Sign(Part part, bool thought, string text)
    {
        var isSealed = false;
        var signature = text.Length == 0 ? null : GeminiSignatures.Read(text, out isSealed);
        if (!thought || part is not TextPart told) return part with { Signature = signature };
        return isSealed
            ? new ReasoningPart(told.Text) { Path = part.Path, Sealed = signature }
            : new ReasoningPart(told.Text) { Path = part.Path, Signature = signature };
    }

    private ToolCallPart Call(JsonElement call, string path, int index)
    {
        string? id = null, toolName = null;
        ReadOnlyMemory<byte> arguments = "{}"u8.ToArray();
        foreach (var (name, value, at) in call.Fields(path))
        {
            if (name == "id") id = value.ShortText(at);
            else if (name == "name") toolName = value.ShortText(at);
            else if (name == "args") arguments = value.ValueKind == JsonValueKind.Object ? JsonMarshal.GetRawUtf8Value(value).ToArray() : throw new UnfitFieldException(at, "must be an object");
            else unknown.Add(at);
        }

        if (string.IsNullOrEmpty(toolName)) throw new UnfitFieldException($"{path}.name", "must be a string");
        if (string.IsNullOrEmpty(id)) id = $"call_{_turn}_{index}";
        _open.Add((id, toolName));
        return new() { Id = id, Name = toolName, Arguments = arguments };
    }

    private ToolResultPart Result(JsonElement result, string path, int index)
    {
        string? id = null, toolName = null;
        var (parts, isError) = (new List<Part>(), false);
        foreach (var (name, value, at) in result.Fields(path))
        {
            if (name == "id") id = value.ShortText(at);
            else if (name == "name") toolName = value.ShortText(at);
            else if (name == "response") parts.Insert(0, GeminiResponses.Read(value, at, out isError));
            else if (name == "parts") ReadMedia(value, at, parts);
            else unknown.Add(at);
        }

        if (string.IsNullOrEmpty(toolName)) throw new UnfitFieldException($"{path}.name", "must be a string");
        return new() { CallId = Answered(id, toolName) ?? $"call_{_turn}_{index}", Name = toolName, Parts = parts, IsError = isError };
    }

    private void ReadMedia(JsonElement list, string path, List<Part> parts)
    {
        foreach (var (item, place) in list.Repeated(path))
        {
            foreach (var (name, value, at) in item.Fields(place))
            {
                if (name is not ("inlineData" or "fileData")) unknown.Add(at);
                else if (GeminiMedia.Read(value, at, unknown) is { } media) parts.Add(media with { Path = place });
            }
        }
    }

    /// <summary>The id of the call that is answered, which is open no longer.</summary>
    private string? Answered(string? id, string name)
    {
        var at = string.IsNullOrEmpty(id) ? -1 : _open.FindIndex(call => call.Id == id);
        if (at < 0 && string.IsNullOrEmpty(id)) at = _open.FindIndex(call => call.Name == name);
        if (at < 0) return string.IsNullOrEmpty(id) ? null : id;
        var found = _open[at].Id;
        _open.RemoveAt(at);
        return found;
    }
}
