using System.Collections.Frozen;
using System.Text.Json.Nodes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>A raw pod, read for what admission decides on. It changes nothing.</summary>
internal sealed class PodView(JsonObject pod)
{
    static readonly FrozenSet<string> OurContainers =
        FrozenSet.Create(StringComparer.Ordinal, Group.SidecarContainer, InjectNames.RedirectContainer, InjectNames.ValidatorContainer);

    public JsonNode? Spec { get; } = pod.Child("spec");

    public JsonObject? Metadata { get; } = pod.Child("metadata") as JsonObject;

    public Dictionary<string, string> Labels { get; } = pod.Child("metadata").Texts("labels");

    public Dictionary<string, string> Annotations { get; } = pod.Child("metadata").Texts("annotations");

    public IEnumerable<JsonObject> Volumes => Spec.Items("volumes");

    /// <summary>Those that start with the pod, in the order of the two lists.</summary>
    public IEnumerable<JsonObject> Containers => Spec.Items("initContainers").Concat(Spec.Items("containers"));

    /// <summary>Every container but ours.</summary>
    public IEnumerable<JsonObject> OwnContainers => Containers.Concat(Spec.Items("ephemeralContainers")).Where(container => !IsOurs(container));

    /// <summary>Those that a redirect has to hold, with their places: every one that is neither ours nor a mesh's.</summary>
    public IEnumerable<(string Path, JsonObject Container)> HeldContainers => AgentContainers(initContainersToo: true);

    /// <summary>The containers in which an agent may run, with their places. Init containers run before a classic sidecar, and could not reach it.</summary>
    public IEnumerable<(string Path, JsonObject Container)> AgentContainers(bool initContainersToo) =>
        from list in initContainersToo ? ["initContainers", "containers"] : new[] { "containers" }
        from container in Spec.Items(list).Index()
        where !IsOurs(container.Item) && !Mesh.Has(container.Item)
        select ($"/spec/{list}/{container.Index}", container.Item);

    /// <summary>Whether this pod went through injection before. It is a note, not a proof: an author can write it too, so nothing is trusted for it.</summary>
    public bool ClaimsInjection => Annotations.ContainsKey(Group.InjectedAnnotation) && !OptsOut;

    public bool OptsIn => Labels.GetValueOrDefault(Group.InjectLabel) == "enabled";

    public bool OptsOut => Labels.GetValueOrDefault(Group.InjectLabel) == "disabled";

    /// <summary>The user that a container says it runs as, or its pod for it; null where the image decides.</summary>
    public long? UserOf(JsonObject container) =>
        container.Child("securityContext").Number("runAsUser") ?? Spec.Child("securityContext").Number("runAsUser");

    /// <summary>A container that the injector puts in. Its name is reserved.</summary>
    public static bool IsOurs(JsonNode? container) => OurContainers.Contains(container.Text("name") ?? "");
}
