using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>Characters that nobody sees.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvisibleKind>))]
public enum InvisibleKind
{
    /// <summary>Zero-width characters, where they join nothing.</summary>
    ZeroWidth,

    /// <summary>Controls of direction (UAX 9).</summary>
    Bidi,

    /// <summary>Tag characters (U+E0000 to U+E007F) outside of flags, and variation selectors that carry data.</summary>
    Tags,
}
