using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>
/// An output item as it grows: the dialect repeats each text when it is whole, and the whole output at the end, so what was said must be kept. It is kept as the escaped bytes
/// that it came as, and never more than a bound.
/// </summary>
internal sealed class ResponsesItem(PartKind kind, string id)
{
    private const int MostBytes = 8 * 1024 * 1024;
    private static readonly byte[] s_quote = "\""u8.ToArray();
    private readonly ArrayBufferWriter<byte> _text = Quoted();
    private readonly ArrayBufferWriter<byte> _probabilities = new();
    private bool _isWhole;

    public PartKind Kind => kind;

    public string Id => id;

    public string? CallId { get; init; }

    public string? Name { get; init; }

    /// <summary>What stands in <c>encrypted_content</c>; null for nothing.</summary>
    public string? Seal { get; set; }

    /// <summary>Whether anything was said.</summary>
    public bool HasText => _text.WrittenCount > (_isWhole ? 2 : 1);

    /// <exception cref="JsonException">The text is longer than what is kept.</exception>
    public void Append(TextValue text)
    {
        text.AppendTo(_text);
        if (_text.WrittenCount > MostBytes) throw new JsonException("an answer is longer than what is kept of one");
    }

    /// <summary>Keeps the items of OpenAI's <c>{"content":[...]}</c>.</summary>
    public void AppendProbabilities(JsonElement probabilities)
    {
        if (probabilities.Member("content") is not { ValueKind: JsonValueKind.Array } content || _probabilities.WrittenCount > MostBytes) return;
        foreach (var one in content.EnumerateArray())
        {
            if (_probabilities.WrittenCount > 0) _probabilities.Write(","u8);
            _probabilities.Write(JsonMarshal.GetRawUtf8Value(one));
        }
    }

    /// <summary>Nothing is appended any more. A call without arguments has an empty object.</summary>
    public void Close()
    {
        if (_isWhole) return;
        if (kind == PartKind.ToolCall && !HasText) _text.Write("{}"u8);
        _text.Write(s_quote);
        _isWhole = true;
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        switch (kind)
        {
            case PartKind.ToolCall:
                json.WriteString("type", "function_call");
                WriteStatus(json);
                json.WriteString("call_id", CallId);
                json.WriteString("name", Name);
                WriteText(json, "arguments");
                break;
            case PartKind.Reasoning or PartKind.SealedReasoning:
                json.WriteString("type", "reasoning");
                json.WriteStartArray("summary");
                if (_isWhole && HasText) WritePart(json);
                json.WriteEndArray();
                if (_isWhole && Seal is not null) json.WriteString("encrypted_content", Seal);
                break;
            default:
                json.WriteString("type", "message");
                WriteStatus(json);
                json.WriteString("role", "assistant");
                json.WriteStartArray("content");
                if (_isWhole) WritePart(json);
                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>The item's one content part.</summary>
    public void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (kind == PartKind.Refusal)
        {
            json.WriteString("type", "refusal");
            WriteText(json, "refusal");
        }
        else if (kind == PartKind.Text)
        {
            json.WriteString("type", "output_text");
            json.WriteStartArray("annotations");
            json.WriteEndArray();
            WriteProbabilities(json);
            WriteText(json, "text");
        }
        else
        {
            json.WriteString("type", "summary_text");
            WriteText(json, "text");
        }

        json.WriteEndObject();
    }

    /// <summary>The text, as far as it is whole; before that nothing.</summary>
    public void WriteText(Utf8JsonWriter json, string member)
    {
        json.WritePropertyName(member);
        if (_isWhole) json.WriteRawValue(_text.WrittenSpan, skipInputValidation: true);
        else json.WriteStringValue("");
    }

    public void WriteProbabilities(Utf8JsonWriter json)
    {
        json.WriteStartArray("logprobs");
        if (_isWhole && _probabilities.WrittenCount > 0) json.WriteRawValue(_probabilities.WrittenSpan, skipInputValidation: true);
        json.WriteEndArray();
    }

    private void WriteStatus(Utf8JsonWriter json) => json.WriteString("status", _isWhole ? "completed" : "in_progress");

    private static ArrayBufferWriter<byte> Quoted()
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write(s_quote);
        return text;
    }
}
