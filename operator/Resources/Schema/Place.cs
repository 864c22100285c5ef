using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AiGateway.Operator.Resources.Schema;

/// <summary>Where a <see cref="ShapeCheck"/> stands: a value, what it should be, its field and its bounds.</summary>
internal readonly record struct Place(JsonElement Json, JsonTypeInfo Type, string Field, SchemaAttribute? Schema)
{
    /// <summary>A member of this object.</summary>
    public Place Into(JsonElement json, JsonPropertyInfo property, string field) =>
        new(json, Type.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType), field, SchemaOf(property));

    /// <summary>An item of this list or map: the bounds of strings hold for each item.</summary>
    public Place Into(JsonElement json, Type item, string field) => new(json, Type.Options.GetTypeInfo(item), field, Schema);

    private static SchemaAttribute? SchemaOf(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(SchemaAttribute), inherit: true) is [SchemaAttribute schema, ..] ? schema : null;
}
