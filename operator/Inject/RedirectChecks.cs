using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Pods that can have a sidecar, but not a redirect that holds, in the order in which they are told. <see cref="SkipChecks"/> comes before and finds those that share the node's network or
/// processes, are privileged, or run as the sidecar's user. What the pod's author leaves unsaid is no finding: <see cref="Hardening"/> says it.
/// </summary>
/// <remarks>
/// Looked at and let be. A seccomp profile Unconfined is what Kubernetes gives who says nothing, and opens no way that a capability does not guard: a user namespace of a process's own has a
/// network of its own, and another's user cannot be mapped into it. AppArmor and SELinux guard the node, not the rules. sysctls are set before the first container and none of them turns
/// a hook off. hostAliases change what the agent resolves, and the sidecar resolves by itself. dnsConfig's servers are in resolv.conf and so are resolvers like any other, asked through
/// the sidecar alone. hostUsers false leaves the rules' UIDs as they are, since the kernel compares them within the network's own user namespace.
/// </remarks>
internal static class RedirectChecks
{
    static readonly ImmutableArray<Func<PodView, SkipReason?>> Chain = [PrivilegeEscalation, Capabilities, UnmaskedProc, MeshUserTaken, MeshUserUnknown];

    public static SkipReason? Find(PodView pod, PodWishes wishes) => PodSecurity(wishes) ?? Chain.Select(check => check(pod)).FirstOrDefault(reason => reason is not null);

    /// <summary>A label that the server does not know counts as restricted there, and so here.</summary>
    static SkipReason? PodSecurity(PodWishes wishes) => wishes.PodSecurity is { } level and not "privileged" ? RedirectReasons.PodSecurity(level) : null;

    static SkipReason? PrivilegeEscalation(PodView pod) =>
        Named(pod, container => container.Child("securityContext").Flag("allowPrivilegeEscalation"), RedirectReasons.PrivilegeEscalation);

    static SkipReason? Capabilities(PodView pod) =>
        (from container in pod.HeldContainers
         from added in Capability.Added(container.Container)
         where Capability.PastTheRedirect.Contains(added)
         select RedirectReasons.KeepsCapability(container.Container.Text("name") ?? "", added)).FirstOrDefault();

    static SkipReason? UnmaskedProc(PodView pod) =>
        Named(pod, container => container.Child("securityContext").Text("procMount") == "Unmasked", RedirectReasons.UnmaskedProc);

    static SkipReason? MeshUserTaken(PodView pod) =>
        (from proxy in Mesh.ProxiesOf(pod)
         from container in pod.HeldContainers
         where pod.UserOf(container.Container) == proxy.User
         select RedirectReasons.MeshUserTaken(container.Container.Text("name") ?? "", proxy.User, proxy.Container)).FirstOrDefault();

    static SkipReason? MeshUserUnknown(PodView pod) =>
        Mesh.ProxiesOf(pod).Where(proxy => proxy.Said != proxy.User).Select(proxy => RedirectReasons.MeshUserUnknown(proxy.Container, proxy.Said, proxy.User)).FirstOrDefault();

    static SkipReason? Named(PodView pod, Func<JsonObject, bool> condition, Func<string, SkipReason> reason) =>
        pod.HeldContainers.Select(held => held.Container).FirstOrDefault(condition) is { } found ? reason(found.Text("name") ?? "") : null;
}
