using System.Collections.Frozen;

namespace AiGateway.Contracts.Schemas;

/// <summary>The keywords of JSON Schema 2020-12 that are read, and those that say nothing about a value.</summary>
public static class ShapeKeywords
{
    /// <summary>Those that bound a value.</summary>
    public static FrozenSet<string> Bounds { get; } = new[]
    {
        "type", "enum", "const", "properties", "required", "additionalProperties", "maxProperties", "minProperties", "items", "minItems", "maxItems",
        "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "anyOf", "allOf", "oneOf", "not", "$ref",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Those that are for people and tools.</summary>
    public static FrozenSet<string> Notes { get; } = new[]
    {
        "$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    }.ToFrozenSet(StringComparer.Ordinal);
}
