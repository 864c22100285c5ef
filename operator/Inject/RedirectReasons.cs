namespace AiGateway.Operator.Inject;

/// <summary>
/// Why a pod that may well have a sidecar cannot be held to it by its kernel. The codes are a closed set and never reused; the sentences name the container and the field, and what to do.
/// </summary>
internal static class RedirectReasons
{
    public static SkipReason PodSecurity(string level) => new("pod_security",
        $"The namespace's Pod Security level '{level}' forbids the init container that sets the rules (it needs NET_ADMIN); label the namespace pod-security.kubernetes.io/enforce=privileged, or let the policy's egress be Cooperative.");

    public static SkipReason PrivilegeEscalation(string container) => new("privilege_escalation",
        $"Container '{container}' sets securityContext.allowPrivilegeEscalation to true, and could become the sidecar's user; set it to false or leave it out.");

    public static SkipReason KeepsCapability(string container, string capability) => new("capability",
        $"Container '{container}' adds {capability} in securityContext.capabilities.add, with which it gets past the redirect; take it out.");

    public static SkipReason UnmaskedProc(string container) => new("unmasked_proc",
        $"Container '{container}' sets securityContext.procMount to Unmasked, and could write the settings of the pod's network in /proc/sys/net; leave it out.");

    public static SkipReason MeshUserTaken(string container, long user, string proxy) => new("mesh_user_taken",
        $"Container '{container}' runs as UID {user}, which belongs to '{proxy}' and is not redirected; choose another runAsUser.");

    public static SkipReason MeshUserUnknown(string proxy, long said, long user) => new("mesh_user_unknown",
        $"The mesh's container '{proxy}' runs as UID {said} and not as {user}, so that what it sends cannot be told from what the agent sends.");
}
