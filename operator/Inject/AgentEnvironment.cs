using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Points the agent's containers at the sidecar: base URLs and placeholder keys, each only where the container does not set it, and a note of what was left.
/// They stand first in the list, so that the author's own variables may refer to them.
/// </summary>
internal static class AgentEnvironment
{
    /// <summary>What each maker's own clients read: where they call, and the key that they will not start without. AWS' own keys are never set: they would open more than models.</summary>
    static readonly ImmutableArray<(string Name, string Value)> Variables =
    [
        ("OPENAI_BASE_URL", InjectNames.Sidecar + "/openai/v1"), ("OPENAI_API_KEY", InjectNames.PlaceholderKey),
        ("ANTHROPIC_BASE_URL", InjectNames.Sidecar + "/anthropic"), ("ANTHROPIC_API_KEY", InjectNames.PlaceholderKey),
        ("GOOGLE_GEMINI_BASE_URL", InjectNames.Sidecar + "/gemini"), ("GEMINI_API_KEY", InjectNames.PlaceholderKey),
        ("AZURE_OPENAI_ENDPOINT", InjectNames.Sidecar + "/azure"), ("AZURE_OPENAI_API_KEY", InjectNames.PlaceholderKey),
        ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", InjectNames.Sidecar + "/bedrock"), ("AWS_BEARER_TOKEN_BEDROCK", InjectNames.PlaceholderKey),
    ];

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
        foreach (var (name, value) in Variables.Reverse()) // Each is put before those that are there.
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
