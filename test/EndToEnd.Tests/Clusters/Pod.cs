using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A pod as the API server has it.</summary>
internal sealed record Pod(JsonNode Json)
{
    public string Name => (string)Json["metadata"]!["name"]!;

    public string Uid => (string)Json["metadata"]!["uid"]!;

    public string Address => (string?)Json["status"]!["podIP"] ?? "";

    public string? Phase => (string?)Json["status"]!["phase"];

    public bool IsReady => Json["status"]!["conditions"]?.AsArray().Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True") == true;

    public bool IsTerminating => Json["metadata"]!["deletionTimestamp"] is not null;

    public JsonNode? Sidecar => Container("aigateway-sidecar");

    public IEnumerable<string> ContainerNames => Containers.Select(container => (string)container!["name"]!);

    public int Restarts => Json["status"]!["containerStatuses"]?.AsArray().Sum(status => (int)status!["restartCount"]!) ?? 0;

    /// <summary>Init containers too: on a newer server the sidecar is one.</summary>
    private IEnumerable<JsonNode?> Containers => Json["spec"]!["containers"]!.AsArray().Concat(Json["spec"]!["initContainers"]?.AsArray() ?? []);

    public JsonNode? Container(string name) => Containers.FirstOrDefault(container => (string)container!["name"]! == name);

    /// <summary>The sidecar's container at this moment, ready or not.</summary>
    public (string Id, int Restarts, bool IsReady) SidecarState
    {
        get
        {
            string[] lists = ["containerStatuses", "initContainerStatuses"];
            var status = lists.SelectMany(list => Json["status"]![list]?.AsArray() ?? []).Single(status => (string?)status!["name"] == "aigateway-sidecar")!;
            return ((string?)status["containerID"] ?? "", (int)status["restartCount"]!, (bool)status["ready"]!);
        }
    }

    public string? Annotation(string name) => (string?)Json["metadata"]!["annotations"]?[name];

    public static async Task<Pod> GetAsync(Kubectl kubectl, string space, string name) =>
        new(await kubectl.JsonAsync("--namespace", space, "get", "pod", name));

    public static async Task<IReadOnlyList<Pod>> ListAsync(Kubectl kubectl, string space, string selector)
    {
        var list = await kubectl.JsonAsync("--namespace", space, "get", "pods", "--selector", selector);
        return [.. list["items"]!.AsArray().Select(item => new Pod(item!)).Where(pod => !pod.IsTerminating)];
    }
}
