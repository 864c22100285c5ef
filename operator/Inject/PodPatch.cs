using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>Collects the operations of a JSON patch (RFC 6902). It names the places that change and never writes the author's pod anew.</summary>
internal sealed class PodPatch(PodView pod)
{
    bool hasAnnotations = pod.Metadata.Child("annotations") is JsonObject;

    public JsonArray Operations { get; } = [];

    public void Add(string path, JsonNode value) => Push("add", path, value);

    public void Replace(string path, JsonNode value) => Push("replace", path, value);

    public void Remove(string path) => Operations.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = path });

    /// <summary>Puts an item at the end of a list of the pod's spec, or makes the list.</summary>
    public void Append(string list, JsonNode item, ref bool exists)
    {
        if (exists) Add($"/spec/{list}/-", item);
        else Add($"/spec/{list}", new JsonArray(item));
        exists = true;
    }

    /// <summary>Sets an annotation, where it has not that value already.</summary>
    public void Annotate(string name, string value)
    {
        if (pod.Annotations.TryGetValue(name, out var found) && found == value) return;
        if (!hasAnnotations) Add("/metadata/annotations", new JsonObject());
        hasAnnotations = true;
        Add($"/metadata/annotations/{Escape(name)}", value);
    }

    /// <summary>Takes an annotation out, where it is there.</summary>
    public void Unannotate(string name)
    {
        if (pod.Annotations.ContainsKey(name)) Remove($"/metadata/annotations/{Escape(name)}");
    }

    static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    void Push(string operation, string path, JsonNode value) =>
        Operations.Add((JsonNode)new JsonObject { ["op"] = operation, ["path"] = path, ["value"] = value });
}
