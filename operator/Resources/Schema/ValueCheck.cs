using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiGateway.Operator.Resources.Schema;

/// <summary>One value against its type and bounds. It says what the value must be, never what it is.</summary>
internal static class ValueCheck
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Find(Place place, bool strict)
    {
        var type = Nullable.GetUnderlyingType(place.Type.Type) ?? place.Type.Type;
        if (type.IsEnum) return Among(place.Json, EnumNames.Of(place.Type));
        if (type == typeof(string)) return FindInText(place, strict);
        if (type == typeof(bool)) return place.Json.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false";
        if (type == typeof(int) || type == typeof(long)) return FindInNumber(place, strict);
        if (type == typeof(JsonElement)) return FindInObject(place, strict);
        if (type == typeof(DateTimeOffset)) return place.Json.ValueKind == JsonValueKind.String && place.Json.TryGetDateTimeOffset(out _) ? null : "must be a time as in RFC 3339";
        return place.Type.Kind == System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Enumerable ? "must be a list" : "must be an object";
    }

    /// <summary>A free-form object: bounded, and its members are the compiler's to judge.</summary>
    private static string? FindInObject(Place place, bool strict)
    {
        if (place.Json.ValueKind != JsonValueKind.Object) return "must be an object";
        return strict && place.Schema is { MaxItems: > 0 and var most } && place.Json.GetPropertyCount() > most ? $"must have at most {most} members" : null;
    }

    private static string? FindInText(Place place, bool strict)
    {
        if (place.Json.ValueKind != JsonValueKind.String) return "must be a string: put it in quotes";
        if (!strict || place.Schema is not { } schema) return null;
        if (schema.Values.Length > 0) return Among(place.Json, schema.Values);
        var text = place.Json.GetString()!;
        var length = text.EnumerateRunes().Count();
        if (length < schema.MinLength) return $"must have at least {schema.MinLength} characters";
        if (schema.MaxLength > 0 && length > schema.MaxLength) return $"must have at most {schema.MaxLength} characters";
        return schema.Pattern is { } pattern && !MatchesWhole(pattern, text) ? $"must match {pattern}" : null;
    }

    private static string? FindInNumber(Place place, bool strict)
    {
        if (place.Json.ValueKind != JsonValueKind.Number || !place.Json.TryGetInt64(out var number)) return "must be a whole number";
        if (place.Type.Type == typeof(int) && number != (int)number) return "must be a whole number of 32 bits";
        if (!strict || place.Schema is not { } schema) return null;
        if (number < schema.Minimum) return $"must be at least {schema.Minimum}";
        return schema.Maximum != int.MaxValue && number > schema.Maximum ? $"must be at most {schema.Maximum}" : null;
    }

    private static string? Among(JsonElement json, string[] names) =>
        json.ValueKind == JsonValueKind.String && names.Contains(json.GetString(), StringComparer.Ordinal)
            ? null
            : $"must be one of {string.Join(", ", names)}";

    /// <summary>As a whole: in .NET alone, <c>$</c> lets a newline follow. Patterns are written for Go, which names a character beyond Latin-1 as <c>\x{2028}</c>.</summary>
    internal static bool MatchesWhole(string pattern, string text) =>
        Regex.Match(text, pattern.Replace(@"\x{2028}", @"\u2028", StringComparison.Ordinal).Replace(@"\x{2029}", @"\u2029", StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) is { Success: true } match && match.Length == text.Length;
}
