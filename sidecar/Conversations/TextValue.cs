using System.Runtime.InteropServices;
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

    private TextValue(JsonElement raw) => _raw = raw;

    private TextValue(string text) => _text = text;

    public static implicit operator TextValue(string text) => new(text);

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="InvalidOperationException">The element is no string.</exception>
    public static TextValue From(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? new(element) : throw new InvalidOperationException("a string was expected");

    public bool IsEmpty => _text is not null ? _text.Length == 0 : _raw.ValueKind == JsonValueKind.Undefined || JsonMarshal.GetRawUtf8Value(_raw).Length == 2;

    public override string ToString() => _text ?? (_raw.ValueKind == JsonValueKind.Undefined ? "" : _raw.GetString()!);

    /// <summary>Writes it as a JSON string.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        if (_text is not null || _raw.ValueKind == JsonValueKind.Undefined) json.WriteStringValue(_text ?? "");
        else json.WriteRawValue(JsonMarshal.GetRawUtf8Value(_raw), skipInputValidation: true);
    }

    /// <summary>Writes it as a member.</summary>
    public void WriteTo(Utf8JsonWriter json, string member)
    {
        json.WritePropertyName(member);
        WriteTo(json);
    }
}
