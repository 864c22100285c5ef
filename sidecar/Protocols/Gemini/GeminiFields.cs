using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Reads a request as the provider's own server does, which takes protobuf's JSON: names in camelCase or snake_case, nulls as absent, one item for a list of one,
/// numbers as strings, enum values in any case.
/// </summary>
internal static class GeminiFields
{
    /// <summary>The members of an object under their camelCase names, each with its place in the request's own words. Nulls are left out.</summary>
    public static IEnumerable<(string Name, JsonElement Value, string Path)> Fields(this JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new UnfitFieldException(path, "must be an object");
        return Each(element, path);
    }

    /// <summary>The items of a list, or the one thing that stands in its place.</summary>
    public static IEnumerable<(JsonElement Item, string Path)> Repeated(this JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Array ? element.Items(path) : [(element, path)];

    /// <exception cref="UnfitFieldException">No whole number of 32 bits: <c>40</c>, <c>40.0</c> and <c>"40"</c> are.</exception>
    public static int Integer(this JsonElement element, string path)
    {
        var number = element.Real(path);
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw new UnfitFieldException(path, "must be a whole number");
    }

    /// <exception cref="UnfitFieldException">No number, nor a string of one.</exception>
    public static double Real(this JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.String) return element.Number(path);
        return double.TryParse(element.ShortText(path, 64), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new UnfitFieldException(path, "must be a number");
    }

    /// <summary>The name of an enum's value, in upper case.</summary>
    public static string Word(this JsonElement element, string path) => element.ShortText(path, 64).ToUpperInvariant();

    /// <summary>A member by either of its names, or an undefined element; for places where no path is needed.</summary>
    public static JsonElement Either(this JsonElement element, string camel, string snake)
    {
        var member = element.Member(camel);
        return member.ValueKind == JsonValueKind.Undefined ? element.Member(snake) : member;
    }

    private static IEnumerable<(string Name, JsonElement Value, string Path)> Each(JsonElement element, string path)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) continue;
            var name = CamelOf(member.Name);
            var at = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (!ReferenceEquals(name, member.Name) && name != member.Name && element.TryGetProperty(name, out _)) throw new UnfitFieldException(at, "is given twice");
            yield return (name, member.Value, at);
        }
    }

    /// <summary>The camelCase form of a snake_case name; any other name as it is.</summary>
    private static string CamelOf(string name)
    {
        if (name.IndexOf('_') <= 0 || name.EndsWith('_') || name.Contains("__", StringComparison.Ordinal)) return name;
        var words = name.Split('_');
        return string.Concat(words.Select((word, at) => at == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
