using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Points the agent's containers at the sidecar: a base URL and a placeholder key, each only where the container does not set it, and a note of what was left.
/// They stand first in the list, so that the author's own variables may refer to them.
/// </summary>
internal static class AgentEnvironment
{
    static readonly ImmutableArray<(string Name, string Value)> Variables =
        [(InjectNames.KeyVariable, InjectNames.PlaceholderKey), (InjectNames.BaseUrlVariable, InjectNames.BaseUrl)];

    /// <summary>Init containers run before a classic sidecar, and could not reach it.</summary>
    public static void Write(PodView pod, PodPatch patch, bool initContainersToo)
    {
        var left = new List<string>();
        foreach (var list in initContainersToo ? ["initContainers", "containers"] : new[] { "containers" })
        {
            foreach (var (index, container) in pod.Spec.Items(list).Index().Where(pair => !PodView.IsSidecar(pair.Item) && !PodView.IsMesh(pair.Item)))
                left.AddRange(Write(container, $"/spec/{list}/{index}/env", patch));
        }

        if (left.Count > 0) patch.Annotate(InjectNames.EnvLeftAnnotation, string.Join(' ', left));
    }

    static IEnumerable<string> Write(JsonObject container, string path, PodPatch patch)
    {
        var exists = container["env"] is JsonArray;
        var left = new List<string>();
        foreach (var (name, value) in Variables)
        {
            var found = container.Items("env").FirstOrDefault(variable => variable.Text("name") == name);
            if (found is not null && found.Text("value") != value) left.Add($"{container.Text("name")}:{name}");
            if (found is not null) continue;
            var variable = new JsonObject { ["name"] = name, ["value"] = value };
            if (exists) patch.Add(path + "/0", variable);
            else patch.Add(path, new JsonArray(variable));
            exists = true;
        }

        return left;
    }
}
