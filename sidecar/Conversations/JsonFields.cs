using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>Reads members of a request and says where one is not of its type. A null is as good as absent, as the providers' own servers take it.</summary>
internal static class JsonFields
{
    public static bool IsAbsent(this JsonElement element) => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>A member, or an undefined element.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    public static TextValue Text(this JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.String ? TextValue.From(element) : throw new UnfitFieldException(path, "must be a string");

    /// <exception cref="UnfitFieldException">No string, or one that is longer than <paramref name="most"/> characters.</exception>
    public static string ShortText(this JsonElement element, string path, int most = 1024)
    {
        var text = element.Decoded(path);
        return text.Length <= most ? text : throw new UnfitFieldException(path, $"is longer than {most} characters");
    }

    /// <summary>A string, unescaped: where its characters are looked at.</summary>
    /// <exception cref="UnfitFieldException">No string, or half of a surrogate pair stands in it.</exception>
    public static string Decoded(this JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.String) throw new UnfitFieldException(path, "must be a string");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnfitFieldException(path, "holds half of a surrogate pair");
        }
    }

    public static double Number(this JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) ? number : throw new UnfitFieldException(path, "must be a number");

    public static int Whole(this JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : throw new UnfitFieldException(path, "must be a whole number");

    public static bool Flag(this JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new UnfitFieldException(path, "must be true or false"),
    };

    /// <summary>The items of an array, each with its place.</summary>
    public static IEnumerable<(JsonElement Item, string Path)> Items(this JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Array) throw new UnfitFieldException(path, "must be an array");
        return Each(element, path);
    }

    /// <summary>The members of an object.</summary>
    public static JsonElement.ObjectEnumerator Members(this JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw new UnfitFieldException(path, "must be an object");

    private static IEnumerable<(JsonElement Item, string Path)> Each(JsonElement array, string path)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray()) yield return (item, $"{path}[{index++}]");
    }
}
