using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Service meshes that may share a pod. Their containers are known by name: whoever writes a pod may take such a name, and could as well opt the pod out; the agent in it cannot.
/// </summary>
internal static class Mesh
{
    static readonly FrozenSet<string> Containers =
        FrozenSet.Create(StringComparer.Ordinal, "istio-init", "istio-validation", "istio-proxy", "linkerd-init", "linkerd-network-validator", "linkerd-proxy");

    /// <summary>The proxies, and the users as which they run. What they send has passed the sidecar already, or is the mesh's own.</summary>
    static readonly ImmutableArray<(string Container, long User)> Proxies = [("istio-proxy", 1337), ("linkerd-proxy", 2102)];

    public static bool Has(JsonNode? container) => Containers.Contains(container.Text("name") ?? "");

    /// <summary>The proxies that this pod has: the container, the user that it is known to run as, and the one that the pod says.</summary>
    public static IEnumerable<(string Container, long User, long Said)> ProxiesOf(PodView pod) =>
        from proxy in Proxies
        let found = pod.Containers.FirstOrDefault(container => container.Text("name") == proxy.Container)
        where found is not null
        select (proxy.Container, proxy.User, pod.UserOf(found) ?? proxy.User);
}
