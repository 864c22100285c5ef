using System.Collections.Frozen;
using System.Text.Json.Nodes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>A raw pod, read for what admission decides on. It changes nothing.</summary>
internal sealed class PodView(JsonObject pod)
{
    static readonly FrozenSet<string> MeshContainers =
        FrozenSet.Create(StringComparer.Ordinal, "istio-init", "istio-validation", "istio-proxy", "linkerd-init", "linkerd-network-validator", "linkerd-proxy");

    public JsonNode? Spec { get; } = pod.Child("spec");

    public JsonObject? Metadata { get; } = pod.Child("metadata") as JsonObject;

    public Dictionary<string, string> Labels { get; } = pod.Child("metadata").Texts("labels");

    public Dictionary<string, string> Annotations { get; } = pod.Child("metadata").Texts("annotations");

    public IEnumerable<JsonObject> Volumes => Spec.Items("volumes");

    /// <summary>Every container but the sidecar.</summary>
    public IEnumerable<JsonObject> OwnContainers =>
        Spec.Items("initContainers").Concat(Spec.Items("containers")).Concat(Spec.Items("ephemeralContainers")).Where(container => !IsSidecar(container));

    /// <summary>The containers in which an agent may run, with their places. Init containers run before a classic sidecar, and could not reach it.</summary>
    public IEnumerable<(string Path, JsonObject Container)> AgentContainers(bool initContainersToo) =>
        from list in initContainersToo ? ["initContainers", "containers"] : new[] { "containers" }
        from container in Spec.Items(list).Index()
        where !IsSidecar(container.Item) && !IsMesh(container.Item)
        select ($"/spec/{list}/{container.Index}", container.Item);

    /// <summary>Whether this pod went through injection before. It is a note, not a proof: an author can write it too, so nothing is trusted for it.</summary>
    public bool ClaimsInjection => Annotations.ContainsKey(Group.InjectedAnnotation) && !OptsOut;

    public bool OptsIn => Labels.GetValueOrDefault(Group.InjectLabel) == "enabled";

    public bool OptsOut => Labels.GetValueOrDefault(Group.InjectLabel) == "disabled";

    public static bool IsSidecar(JsonNode? container) => container.Text("name") == Group.SidecarContainer;

    /// <summary>A container of a service mesh. The sidecar reaches the operator through it, so it comes after those that lead; and it is no agent.</summary>
    public static bool IsMesh(JsonNode? container) => MeshContainers.Contains(container.Text("name") ?? "");
}
