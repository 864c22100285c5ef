using System.Text.Json.Serialization.Metadata;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The kinds of Kubernetes itself that this operator reads or writes, all in version v1 of their group. Each is called as its type where nothing else is said.</summary>
internal static class Kinds
{
    public static ResourceKind<Pod> Pods { get; } = V1("", "pods", KubernetesJsonContext.Default.Pod);

    public static ResourceKind<Namespace> Namespaces { get; } = V1("", "namespaces", KubernetesJsonContext.Default.Namespace) with { Namespaced = false };

    public static ResourceKind<Secret> Secrets { get; } = V1("", "secrets", KubernetesJsonContext.Default.Secret);

    public static ResourceKind<ConfigMap> ConfigMaps { get; } = V1("", "configmaps", KubernetesJsonContext.Default.ConfigMap);

    public static ResourceKind<Lease> Leases { get; } = V1("coordination.k8s.io", "leases", KubernetesJsonContext.Default.Lease);

    public static ResourceKind<TokenReview> TokenReviews { get; } =
        V1("authentication.k8s.io", "tokenreviews", KubernetesJsonContext.Default.TokenReview) with { Namespaced = false };

    public static ResourceKind<SubjectAccessReview> SubjectAccessReviews { get; } =
        V1("authorization.k8s.io", "subjectaccessreviews", KubernetesJsonContext.Default.SubjectAccessReview) with { Namespaced = false };

    /// <summary>Served since Kubernetes 1.19.</summary>
    public static ResourceKind<KubeEvent> Events { get; } = V1("events.k8s.io", "events", KubernetesJsonContext.Default.KubeEvent) with { Kind = "Event" };

    public static ResourceKind<NetworkPolicy> NetworkPolicies { get; } = V1("networking.k8s.io", "networkpolicies", KubernetesJsonContext.Default.NetworkPolicy);

    public static ResourceKind<WebhookConfiguration> MutatingWebhooks { get; } =
        V1("admissionregistration.k8s.io", "mutatingwebhookconfigurations", KubernetesJsonContext.Default.WebhookConfiguration)
            with
        { Kind = "MutatingWebhookConfiguration", Namespaced = false };

    private static ResourceKind<T> V1<T>(string group, string plural, JsonTypeInfo<T> json)
        where T : KubernetesObject => new() { Group = group, Version = "v1", Plural = plural, Kind = typeof(T).Name, Json = json };
}
