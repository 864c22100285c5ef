using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Gives the agent's containers the folder with their MCP configuration, read-only. The sidecar alone writes it. Where a container has something of its own at that path,
/// above it or below it, that is left and noted: two mounts that overlap may keep a container from starting.
/// </summary>
internal static class AgentFolder
{
    public static void Write(PodView pod, PodPatch patch, bool initContainersToo)
    {
        var left = new List<string>();
        foreach (var (path, container) in pod.AgentContainers(initContainersToo))
        {
            if (FindInTheWay(container) is { } own) left.Add($"{container.Text("name")}:{own}");
            else if (!container.Items("volumeMounts").Any(IsOurs)) Add(container, path + "/volumeMounts", patch);
        }

        if (left.Count > 0) patch.Annotate(InjectNames.MountsLeftAnnotation, string.Join(' ', left));
    }

    /// <summary>Whether the container has the folder once it is written.</summary>
    public static bool Reaches(JsonObject container) => FindInTheWay(container) is null;

    /// <summary>Whether this mount is the one that is put in, and not the same volume elsewhere, or writable.</summary>
    public static bool IsOurs(JsonObject mount) => Sameness.Covers(mount, Mount());

    static JsonObject Mount() => new() { ["name"] = InjectNames.McpVolume, ["mountPath"] = InjectNames.AgentFolder, ["readOnly"] = true };

    static void Add(JsonObject container, string path, PodPatch patch)
    {
        if (container["volumeMounts"] is JsonArray) patch.Add(path + "/-", Mount());
        else patch.Add(path, new JsonArray(Mount()));
    }

    static string? FindInTheWay(JsonObject container) =>
        container.Items("volumeMounts").Where(mount => !IsOurs(mount)).Select(mount => mount.Text("mountPath"))
            .Concat(container.Items("volumeDevices").Select(device => device.Text("devicePath")))
            .FirstOrDefault(path => path is not null && Overlaps(path));

    static bool Overlaps(string path)
    {
        var full = Path.GetFullPath("/" + path).TrimEnd('/') + "/";
        return full.StartsWith(InjectNames.AgentFolder + "/", StringComparison.Ordinal) || (InjectNames.AgentFolder + "/").StartsWith(full, StringComparison.Ordinal);
    }
}
