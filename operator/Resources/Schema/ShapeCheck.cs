using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Resources.Schema;

/// <summary>
/// Compares JSON with the types that it is read into: what an API server does with the CRD, for sources without one. It names fields and
/// never quotes values, and knows no rule between fields; those the compiler checks.
/// </summary>
internal static class ShapeCheck
{
    /// <summary>All problems, in document order. Only a strict check refuses unknown fields and values out of bounds.</summary>
    public static List<ShapeProblem> Find(JsonElement json, JsonTypeInfo type, bool strict)
    {
        var problems = new List<ShapeProblem>();
        Walk(new Place(json, type, "", null), strict, problems);
        return problems;
    }

    private static void Walk(Place place, bool strict, List<ShapeProblem> problems)
    {
        switch (place.Type.Kind)
        {
            case JsonTypeInfoKind.Object when place.Json.ValueKind == JsonValueKind.Object:
                WalkObject(place, strict, problems);
                break;
            case JsonTypeInfoKind.Enumerable when place.Json.ValueKind == JsonValueKind.Array:
                WalkList(place, strict, problems);
                break;
            case JsonTypeInfoKind.Dictionary when place.Json.ValueKind == JsonValueKind.Object:
                foreach (var pair in place.Json.EnumerateObject())
                    Walk(place.Into(pair.Value, place.Type.ElementType!, $"{place.Field}[{pair.Name}]"), strict, problems);
                break;
            default:
                if (ValueCheck.Find(place, strict) is { } message) problems.Add(new(place.Field, message));
                break;
        }
    }

    private static void WalkObject(Place place, bool strict, List<ShapeProblem> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var known = place.Type.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        foreach (var member in place.Json.EnumerateObject())
        {
            var field = place.Field.Length == 0 ? member.Name : $"{place.Field}.{member.Name}";
            if (!seen.Add(member.Name)) problems.Add(new(field, "stands twice: remove one of them"));
            else if (!known.TryGetValue(member.Name, out var property)) RefuseUnknown(place, field, strict, problems);
            else if (member.Value.ValueKind != JsonValueKind.Null || property.IsRequired || !property.IsSetNullable)
                Walk(place.Into(member.Value, property, field), strict, problems);
        }

        foreach (var property in place.Type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
            problems.Add(new(place.Field.Length == 0 ? property.Name : $"{place.Field}.{property.Name}", "is required"));
    }

    /// <summary>Metadata has more fields than this operator reads: there, only what no object has is refused.</summary>
    private static void RefuseUnknown(Place place, string field, bool strict, List<ShapeProblem> problems)
    {
        if (!strict || (place.Type.Type == typeof(ObjectMeta) && MetadataFields.Others.Contains(field["metadata.".Length..]))) return;
        problems.Add(new(field, "is unknown: check its spelling, or remove it"));
    }

    private static void WalkList(Place place, bool strict, List<ShapeProblem> problems)
    {
        var count = place.Json.GetArrayLength();
        if (strict && place.Schema is { } schema)
        {
            if (count < schema.MinItems) problems.Add(new(place.Field, $"must have at least {schema.MinItems} items"));
            if (schema.MaxItems > 0 && count > schema.MaxItems) problems.Add(new(place.Field, $"must have at most {schema.MaxItems} items"));
            if (schema.ListType == "set" && Repeats(place.Json)) problems.Add(new(place.Field, "must not have an item twice"));
        }

        var index = 0;
        foreach (var item in place.Json.EnumerateArray())
            Walk(place.Into(item, place.Type.ElementType!, $"{place.Field}[{index++}]"), strict, problems);
    }

    private static bool Repeats(JsonElement list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return list.EnumerateArray().Any(item => !seen.Add(item.GetRawText()));
    }
}
