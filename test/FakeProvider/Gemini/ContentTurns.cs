using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Gemini;

/// <summary>Reads the contents: who may say what, and that the turn after function calls holds as many responses.</summary>
internal sealed class ContentTurns(Ask ask)
{
    private int _calls;
    private int _responses;

    public void Read(JsonElement body)
    {
        var contents = body.Items("contents").ToArray();
        if (contents.Length == 0) throw new FaultException("* GenerateContentRequest.contents: contents is not specified");

        for (var index = 0; index < contents.Length; index++) Read(contents[index], index);
        if (_calls > 0) throw new FaultException("Please ensure that function call turn is followed by a function response turn.");
    }

    private void Read(JsonElement content, int index)
    {
        content.Only($"contents[{index}].", GeminiMembers.Content);
        var role = content.Text("role") ?? "user";
        if (role is not ("user" or "model" or "function")) throw new FaultException("Please use a valid role: user, model.");

        var parts = content.Items("parts").ToArray();
        if (parts.Length == 0) throw new FaultException($"* GenerateContentRequest.contents[{index}].parts: contents.parts must not be empty.");

        var expected = _calls;
        (_calls, _responses) = (0, 0);
        var text = string.Concat(parts.Select((part, place) => Part(part, $"contents[{index}].parts[{place}].")));
        if (_responses != expected)
            throw new FaultException("Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.");
        if (_responses == 0) ask.Add(role == "model" ? "assistant" : "user", text);
    }

    private string Part(JsonElement part, string path)
    {
        part.Only(path, GeminiMembers.Part);
        if (part.Either("thoughtSignature", "thought_signature")?.GetString() is { } signature) ReadSignature(signature);
        if (part.Either("functionCall", "function_call") is { } call)
        {
            call.Known(path + "function_call.", GeminiMembers.Call).Required("name", path + "function_call.");
            _calls++;
        }
        if (part.Either("functionResponse", "function_response") is { } response) ReadResponse(response, path + "function_response.");
        if (part.Either("inlineData", "inline_data") is { } blob) ReadBlob(blob, path + "inline_data.");
        if (part.Either("fileData", "file_data") is { } file) ask.Images.Add(DataUri.Describe(file.Known(path, GeminiMembers.File).Either("fileUri", "file_uri")?.GetString() ?? ""));
        return part.Flag("thought") ? "" : part.Text("text") ?? "";
    }

    private void ReadSignature(string signature)
    {
        // The one value that Google lets history from elsewhere carry.
        if (signature is not (Scene.Signature or "skip_thought_signature_validator" or "context_engineering_is_the_way_to_go"))
            throw new FaultException("Thought signature is not valid.");
        ask.Signatures.Add(signature);
    }

    private void ReadResponse(JsonElement response, string path)
    {
        response.Only(path, GeminiMembers.Response);
        response.Required("name", path);
        if (response.Find("response") is not { ValueKind: JsonValueKind.Object } value) throw new FaultException($"Invalid value at '{path}response'");

        _responses++;
        ask.Results.Add((value.Find("result") ?? value.Find("output") ?? value.Find("content")) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : value.GetRawText());
    }

    private void ReadBlob(JsonElement blob, string path)
    {
        blob.Only(path, GeminiMembers.Blob);
        ask.Images.Add(DataUri.Describe(blob.Either("mimeType", "mime_type")?.GetString() ?? throw new FaultException($"{path}mime_type is required"), blob.Required("data", path)));
    }
}
