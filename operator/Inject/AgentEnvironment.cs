using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Points the agent's containers at the sidecar: base URLs, placeholder keys and tool servers, each only where the container does not set it, and a note of what was left.
/// They stand first in the list, so that the author's own variables may refer to them.
/// </summary>
internal static class AgentEnvironment
{
    const string McpServers = "AIGATEWAY_MCP_SERVERS";

    /// <summary>A variable that is much longer keeps a process from starting (MAX_ARG_STRLEN is 128 KiB); the file has the servers all the same.</summary>
    const int LongestList = 64 * 1024;

    /// <summary>What each maker's own clients read: where they call, and the key that they will not start without. AWS' own keys are never set: they would open more than models.</summary>
    static readonly ImmutableArray<(string Name, string Value)> Variables =
    [
        ("OPENAI_BASE_URL", InjectNames.Sidecar + "/openai/v1"), ("OPENAI_API_KEY", InjectNames.PlaceholderKey),
        ("ANTHROPIC_BASE_URL", InjectNames.Sidecar + "/anthropic"), ("ANTHROPIC_API_KEY", InjectNames.PlaceholderKey),
        ("GOOGLE_GEMINI_BASE_URL", InjectNames.Sidecar + "/gemini"), ("GEMINI_API_KEY", InjectNames.PlaceholderKey),
        ("AZURE_OPENAI_ENDPOINT", InjectNames.Sidecar + "/azure"), ("AZURE_OPENAI_API_KEY", InjectNames.PlaceholderKey),
        ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", InjectNames.Sidecar + "/bedrock"), ("AWS_BEARER_TOKEN_BEDROCK", InjectNames.PlaceholderKey),
    ];

    public static void Write(PodView pod, PodPatch patch, bool initContainersToo, ImmutableArray<string> servers)
    {
        var list = string.Join(',', servers.Order(StringComparer.Ordinal).Select(Pair));
        var shared = list.Length is 0 or > LongestList ? Variables : Variables.Add((McpServers, list));
        var left = new List<string>();
        foreach (var (path, container) in pod.AgentContainers(initContainersToo))
            left.AddRange(Write(container, path + "/env", patch, AgentFolder.Reaches(container) ? shared.Add(("AIGATEWAY_MCP_CONFIG", InjectNames.McpFile)) : shared));

        if (left.Count > 0) patch.Annotate(InjectNames.EnvLeftAnnotation, string.Join(' ', left));
    }

    static IEnumerable<string> Write(JsonObject container, string path, PodPatch patch, ImmutableArray<(string Name, string Value)> variables)
    {
        var exists = container["env"] is JsonArray;
        var left = new List<string>();
        foreach (var (name, value) in variables.Reverse()) // Each is put before those that are there.
        {
            var found = container.Items("env").FirstOrDefault(variable => variable.Text("name") == name);
            if (found is not null && found.Text("value") != value && !IsEarlierList(found)) left.Add($"{container.Text("name")}:{name}");
            if (found is not null) continue;
            var variable = new JsonObject { ["name"] = name, ["value"] = value };
            if (exists) patch.Add(path + "/0", variable);
            else patch.Add(path, new JsonArray(variable));
            exists = true;
        }

        return left;
    }

    /// <summary>Policies may have changed since an earlier call on this pod: a list that can only be ours stays as it is, and is no one else's.</summary>
    static bool IsEarlierList(JsonObject variable) =>
        variable.Text("name") == McpServers && variable.Text("value") is { } value && value.Split(',').All(pair => pair == Pair(pair.Split('=')[0]));

    static string Pair(string server) => $"{server}={InjectNames.Sidecar}/mcp/{server}";
}
