using System.Globalization;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>Applies add, replace and remove of RFC 6902 as strictly as the API server: a place that is not there is an error.</summary>
internal static class JsonPatchApplier
{
    public static JsonObject Apply(JsonObject document, JsonArray patch)
    {
        var result = document.DeepClone().AsObject();
        foreach (var operation in patch) Apply(result, operation!.AsObject());
        return result;
    }

    static void Apply(JsonObject document, JsonObject operation)
    {
        var path = operation["path"]!.GetValue<string>().Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        var parent = path[..^1].Aggregate((JsonNode)document, Step);
        var (kind, name, value) = (operation["op"]!.GetValue<string>(), path[^1], operation["value"]?.DeepClone());
        if (parent is JsonArray list) Apply(list, kind, name, value);
        else Apply(parent.AsObject(), kind, name, value);
    }

    static JsonNode Step(JsonNode node, string name) =>
        (node is JsonArray list ? list[Index(name)] : node[name]) ?? throw new InvalidOperationException($"nothing at '{name}'");

    static void Apply(JsonArray list, string kind, string name, JsonNode? value)
    {
        var index = name == "-" ? list.Count : Index(name);
        switch (kind)
        {
            case "add": list.Insert(index, value); break;
            case "replace": list[index] = value; break;
            case "remove": list.RemoveAt(index); break;
            default: throw new NotSupportedException(kind);
        }
    }

    static void Apply(JsonObject map, string kind, string name, JsonNode? value)
    {
        if (kind is "replace" or "remove" && !map.ContainsKey(name)) throw new InvalidOperationException($"nothing at '{name}'");
        if (kind == "remove") map.Remove(name);
        else map[name] = value;
    }

    static int Index(string name) => int.Parse(name, CultureInfo.InvariantCulture);
}
