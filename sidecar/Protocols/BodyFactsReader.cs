using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Reads the facts of a body in one pass over its top-level members, whatever the dialect: no two dialects mean different things by one of these names. What is not of
/// the type that it should be is as good as absent, and left to whoever acts on it.
/// </summary>
internal ref struct BodyFactsReader
{
    private const int MaxText = 512;
    private const int MaxMetadata = 64;
    private const int MaxOpening = 8192;

    private readonly BodyFacts _facts = new();
    private Utf8JsonReader _json;
    private int _left = MaxOpening;

    private BodyFactsReader(ReadOnlySequence<byte> body) => _json = new(body, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });

    public static BodyFacts Read(Call call)
    {
        if (call.Request is null || call.Format is WireFormat.None or WireFormat.OpenAiForm or WireFormat.OpenAiRealtime or WireFormat.Opaque) return new();
        var reader = new BodyFactsReader(call.Request.Body.Bytes);
        try
        {
            reader.Walk();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return reader._facts; // What stood before the fault holds; whoever forwards the body judges the rest.
        }

        return reader.Finish();
    }

    private readonly BodyFacts Finish()
    {
        if (_facts.User.Length == 0 && _facts.Metadata.TryGetValue("user_id", out var user)) _facts.User = user;
        if (_facts.Session.Length == 0 && _facts.Metadata.TryGetValue("session_id", out var session)) _facts.Session = session;
        return _facts;
    }

    private void Walk()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject) return;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = _json.GetString()!;
            _json.Read();
            Take(name);
        }
    }

    private void Take(string name)
    {
        switch (name)
        {
            case "max_tokens" or "max_completion_tokens" or "max_output_tokens":
                TakeMaxTokens();
                break;
            case "generationConfig" or "generation_config" or "inferenceConfig" or "toolConfig":
                TakeMembers();
                break;
            case "tools" or "functions":
                TakeTools();
                break;
            case "user" or "safety_identifier":
                _facts.User = ShortText() ?? _facts.User;
                break;
            case "prompt_cache_key" or "session_id":
                _facts.Session = ShortText() ?? _facts.Session;
                break;
            case "metadata" or "requestMetadata" or "labels":
                TakeMetadata();
                break;
            case "system" or "instructions" or "systemInstruction" or "system_instruction":
                HashTexts();
                break;
            case "messages" or "contents" or "input" or "prompt":
                HashOpening();
                break;
            default:
                _json.Skip();
                break;
        }
    }

    /// <summary>What some dialects keep one level deeper.</summary>
    private void TakeMembers()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = _json.GetString();
            _json.Read();
            if (name is "maxOutputTokens" or "max_output_tokens" or "maxTokens") TakeMaxTokens();
            else if (name == "tools") TakeTools();
            else _json.Skip();
        }
    }

    private void TakeMaxTokens()
    {
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var tokens)) _facts.MaxTokens = tokens;
        else _json.Skip();
    }

    private void TakeTools()
    {
        if (_json.TokenType != JsonTokenType.StartArray) _json.Skip();
        else if (_json.Read() && _json.TokenType != JsonTokenType.EndArray) TakeTool();
    }

    private void TakeTool()
    {
        _facts.HasTools = true;
        SkipToEnd();
    }

    private void TakeMetadata()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = ShortText();
            _json.Read();
            if (ShortText() is { } value && name is not null && _facts.Metadata.Count < MaxMetadata) _facts.Metadata[name] = value;
        }
    }

    /// <summary>Goes on to the end of the array in whose first item the reader stands.</summary>
    private void SkipToEnd()
    {
        do _json.Skip();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray);
    }

    /// <summary>The string or name that the reader stands on; null where it is none, or a long one, which is passed over.</summary>
    private string? ShortText()
    {
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            var length = _json.HasValueSequence ? _json.ValueSequence.Length : _json.ValueSpan.Length;
            return length <= MaxText ? _json.GetString() : null;
        }

        _json.Skip();
        return null;
    }

    /// <summary>The messages up to the first of the user's: what stays the same while the conversation goes on.</summary>
    private void HashOpening()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            HashTexts();
            return;
        }

        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (!HashTexts()) continue;
            if (_json.Read() && _json.TokenType != JsonTokenType.EndArray) SkipToEnd();
            return;
        }
    }

    /// <summary>Hashes the texts of a value, and nothing else: marks such as a cache's move from call to call. True where no other role than the user's is named.</summary>
    private bool HashTexts()
    {
        if (_json.TokenType == JsonTokenType.String) HashText();
        if (_json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return true;

        var (depth, ofUser) = (_json.CurrentDepth, true);
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            if (_json.TokenType == JsonTokenType.PropertyName) ofUser &= HashMember(depth);
            else if (_json.TokenType == JsonTokenType.String) HashText();
        }

        return ofUser;
    }

    /// <summary>Passes a member's name, and its value where that is no container.</summary>
    private bool HashMember(int depth)
    {
        var isText = _json.ValueTextEquals("text"u8) || _json.ValueTextEquals("content"u8);
        var isRole = _json.CurrentDepth == depth + 1 && _json.ValueTextEquals("role"u8);
        _json.Read();
        if (_json.TokenType != JsonTokenType.String) return true;
        if (isText) HashText();
        return !isRole || _json.ValueTextEquals("user"u8);
    }

    private void HashText()
    {
        if (!_json.HasValueSequence)
        {
            Hash(_json.ValueSpan);
            return;
        }

        foreach (var part in _json.ValueSequence) Hash(part.Span);
    }

    private void Hash(ReadOnlySpan<byte> text)
    {
        var bytes = text[..Math.Min(_left, text.Length)];
        _left -= bytes.Length;
        _facts.Opening = StableHash.Add(_facts.Opening, bytes);
    }
}
