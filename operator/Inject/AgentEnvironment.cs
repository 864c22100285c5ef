using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Points the agent's containers at the sidecar: base URLs, placeholder keys, tool servers, certificates and proxies, each only where the container does not set it, and a note of what was left.
/// They stand first in the list, so that the author's own variables may refer to them.
/// </summary>
internal static class AgentEnvironment
{
    /// <summary>A variable that is much longer keeps a process from starting (MAX_ARG_STRLEN is 128 KiB); the file has the servers all the same.</summary>
    const int LongestList = 64 * 1024;

    public static void Write(PodView pod, PodPatch patch, InjectOptions options, EgressPlan plan)
    {
        var list = string.Join(',', plan.Servers.Order(StringComparer.Ordinal).Select(AgentVariables.Server));
        var shared = list.Length is 0 or > LongestList ? AgentVariables.Models : AgentVariables.Models.Add((AgentVariables.McpServers, list));
        var proxies = plan is { HasEgress: true, Redirects: false } ? AgentVariables.Proxies(options) : [];
        var left = new List<string>();
        foreach (var (path, container) in pod.AgentContainers(options.NativeSidecar))
        {
            var others = OthersProxies(container, proxies);
            left.AddRange(Write(container, path + "/env", patch, [.. shared, .. InFolder(container, plan), .. others.Length > 0 ? [] : proxies]));
            left.AddRange(others.Select(name => $"{container.Text("name")}:{name}"));
        }

        if (left.Count > 0) patch.Annotate(InjectNames.EnvLeftAnnotation, string.Join(' ', left));
    }

    /// <summary>Those that name a file, for a container that has the folder.</summary>
    static IEnumerable<(string Name, string Value)> InFolder(JsonObject container, EgressPlan plan)
    {
        if (!AgentFolder.Reaches(container)) return [];
        (string, string) config = (AgentVariables.McpConfig, InjectNames.McpFile);
        return plan.Intercepts ? AgentVariables.Certificates(plan).Prepend(config) : [config];
    }

    /// <summary>What a container says of proxies itself. Then none of ours is put in: half of one proxy's variables and half of another's leads nowhere.</summary>
    static string[] OthersProxies(JsonObject container, ImmutableArray<(string Name, string Value)> ours) =>
        ours.IsEmpty ? [] :
        [
            .. from variable in container.Items("env")
               let pair = (Name: variable.Text("name") ?? "", Value: variable.Text("value") ?? "")
               where AgentVariables.IsProxy(pair.Name) && !ours.Contains(pair)
               select pair.Name,
        ];

    static IEnumerable<string> Write(JsonObject container, string path, PodPatch patch, ImmutableArray<(string Name, string Value)> variables)
    {
        var exists = container["env"] is JsonArray;
        var left = new List<string>();
        foreach (var (name, value) in variables.Reverse()) // Each is put before those that are there.
        {
            var found = container.Items("env").FirstOrDefault(variable => variable.Text("name") == name);
            if (found is not null && found.Text("value") is var own && own != value && !AgentVariables.IsEarlier(name, own)) left.Add($"{container.Text("name")}:{name}");
            if (found is not null) continue;
            var variable = new JsonObject { ["name"] = name, ["value"] = value };
            if (exists) patch.Add(path + "/0", variable);
            else patch.Add(path, new JsonArray(variable));
            exists = true;
        }

        return left;
    }
}
