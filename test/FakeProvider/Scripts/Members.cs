using System.Text.Json;

namespace AiGateway.Fakes.Scripts;

/// <summary>Reads members of a request as strictly as the providers do; the place of what is wrong is in the message.</summary>
internal static class Members
{
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new FaultException($"{name}: Input should be a valid string", name);

    public static bool Flag(this JsonElement element, string name, bool otherwise = false) => element.Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new FaultException($"{name}: Input should be a valid boolean", name),
    };

    public static double? Number(this JsonElement element, string name) =>
        element.Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : throw new FaultException($"{name}: Input should be a valid number", name);

    public static int? Whole(this JsonElement element, string name) =>
        element.Number(name) is not { } value ? null
        : value == Math.Truncate(value) ? (int)value
        : throw new FaultException($"{name}: Input should be a valid integer", name);

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw new FaultException($"{name}: Input should be a valid list", name),
    };

    public static IEnumerable<string> Texts(this JsonElement element, string name) =>
        element.Items(name).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new FaultException($"{name}: Input should be a valid string", name));

    public static string Required(this JsonElement element, string name, string path) =>
        element.Text(name) ?? throw new FaultException($"{path}{name}: Field required", path + name);

    /// <summary>Refuses members that are not in the list, in the order in which they stand.</summary>
    public static void Only(this JsonElement element, string path, IReadOnlySet<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new FaultException($"{path}: Input should be an object", path);

        foreach (var member in element.EnumerateObject().Where(member => !known.Contains(member.Name)))
            throw new FaultException(new Fault(FaultKind.UnknownMember, path + member.Name, path + member.Name));
    }
}
