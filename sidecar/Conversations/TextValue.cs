using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>
/// A text on its way from one dialect to another. What came as a JSON string leaves as the very same escaped bytes: nothing is decoded that nobody reads.
/// Valid as long as the document that it came from.
/// </summary>
internal readonly struct TextValue
{
    private readonly JsonElement _raw;
    private readonly string? _text;
    private readonly int _skip;

    private TextValue(JsonElement raw, int skip) => (_raw, _skip) = (raw, skip);

    private TextValue(string text) => _text = text;

    public bool IsEmpty => _text is not null ? _text.Length == 0 : _raw.ValueKind == JsonValueKind.Undefined || Inner.IsEmpty;

    /// <summary>Its length, for an estimate: in characters or in bytes as they came, escapes included.</summary>
    public int Length => _text?.Length ?? (_raw.ValueKind == JsonValueKind.Undefined ? 0 : Inner.Length);

    /// <summary>Between the quotes, still escaped.</summary>
    private ReadOnlySpan<byte> Inner => JsonMarshal.GetRawUtf8Value(_raw)[(1 + _skip)..^1];

    public static implicit operator TextValue(string text) => new(text);

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="InvalidOperationException">The element is no string.</exception>
    public static TextValue From(JsonElement element) => From(element, 0);

    /// <summary>The text of a JSON string behind its first characters, which are ASCII and stand there unescaped.</summary>
    /// <exception cref="InvalidOperationException">The element is no string.</exception>
    public static TextValue From(JsonElement element, int skip) =>
        element.ValueKind == JsonValueKind.String ? new(element, skip) : throw new InvalidOperationException("a string was expected");

    public override string ToString() => _text ?? (_raw.ValueKind == JsonValueKind.Undefined ? "" : _raw.GetString()![_skip..]);

    /// <summary>Writes it as a JSON string.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        if (_text is not null || _raw.ValueKind == JsonValueKind.Undefined) json.WriteStringValue(_text ?? "");
        else if (_skip > 0) WriteBehind("", json);
        else json.WriteRawValue(JsonMarshal.GetRawUtf8Value(_raw), skipInputValidation: true);
    }

    /// <summary>Writes it as a member.</summary>
    public void WriteTo(Utf8JsonWriter json, string member)
    {
        json.WritePropertyName(member);
        WriteTo(json);
    }

    /// <summary>Appends what stands between the quotes of its JSON string, so that pieces make a whole.</summary>
    public void AppendTo(IBufferWriter<byte> pieces)
    {
        if (_text is not null) pieces.Write(JsonEncodedText.Encode(_text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        else if (_raw.ValueKind != JsonValueKind.Undefined) pieces.Write(Inner);
    }

    /// <summary>Writes it as a JSON string behind a prefix, as a data URI's head, which needs no escape.</summary>
    public void WriteBehind(string prefix, Utf8JsonWriter json)
    {
        if (_text is not null || _raw.ValueKind == JsonValueKind.Undefined)
        {
            json.WriteStringValue(prefix + _text);
            return;
        }

        var inner = Inner;
        var length = prefix.Length + inner.Length + 2;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        bytes[0] = bytes[length - 1] = (byte)'"';
        Encoding.ASCII.GetBytes(prefix, bytes.AsSpan(1));
        inner.CopyTo(bytes.AsSpan(1 + prefix.Length));
        json.WriteRawValue(bytes.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
