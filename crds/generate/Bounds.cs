using System.Text.Json.Nodes;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.CrdGenerator;

/// <summary>The bounds of one field as JSON schema; nothing without an end passes.</summary>
internal static class Bounds
{
    public static void AddText(JsonObject schema, SchemaAttribute bounds)
    {
        if (bounds.Values.Length > 0)
        {
            AddNames(schema, bounds.Values);
            return;
        }

        if (bounds.MaxLength == 0) throw new SchemaException($"a string without MaxLength: {schema["description"]}");
        schema["maxLength"] = bounds.MaxLength;
        if (bounds.MinLength > 0) schema["minLength"] = bounds.MinLength;
        if (bounds.Pattern is { } pattern) schema["pattern"] = pattern;
        schema["type"] = "string";
    }

    public static void AddNames(JsonObject schema, string[] names)
    {
        schema["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
        schema["type"] = "string";
    }

    public static void AddNumber(JsonObject schema, SchemaAttribute bounds, Type type)
    {
        schema["format"] = type == typeof(int) ? "int32" : "int64";
        if (bounds.Maximum != int.MaxValue) schema["maximum"] = bounds.Maximum;
        if (bounds.Minimum != int.MinValue) schema["minimum"] = bounds.Minimum;
        schema["type"] = "integer";
    }

    public static void AddTime(JsonObject schema)
    {
        schema["format"] = "date-time";
        schema["type"] = "string";
    }

    /// <summary>An object whose members are not ours to name: kept as they are, and judged by the compiler.</summary>
    public static void AddFreeForm(JsonObject schema, SchemaAttribute bounds)
    {
        if (bounds.MaxItems == 0) throw new SchemaException($"a free-form object without MaxItems: {schema["description"]}");
        schema["maxProperties"] = bounds.MaxItems;
        schema["type"] = "object";
        schema["x-kubernetes-preserve-unknown-fields"] = true;
    }

    public static void AddList(JsonObject schema, SchemaAttribute bounds)
    {
        if (bounds.MaxItems == 0) throw new SchemaException($"a list without MaxItems: {schema["description"]}");
        schema["maxItems"] = bounds.MaxItems;
        if (bounds.MinItems > 0) schema["minItems"] = bounds.MinItems;
        schema["type"] = "array";
        if (bounds.ListMapKeys.Length > 0) schema["x-kubernetes-list-map-keys"] = new JsonArray([.. bounds.ListMapKeys.Select(key => (JsonNode)key)]);
        schema["x-kubernetes-list-type"] = bounds.ListType ?? throw new SchemaException($"a list without ListType: {schema["description"]}");
    }
}
