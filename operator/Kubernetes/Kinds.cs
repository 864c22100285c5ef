namespace AiGateway.Operator.Kubernetes;

/// <summary>The kinds of Kubernetes itself that this operator reads or writes.</summary>
internal static class Kinds
{
    public static ResourceKind<Pod> Pods { get; } =
        new() { Version = "v1", Plural = "pods", Kind = "Pod", Json = KubernetesJsonContext.Default.Pod };

    public static ResourceKind<Namespace> Namespaces { get; } =
        new() { Version = "v1", Plural = "namespaces", Kind = "Namespace", Namespaced = false, Json = KubernetesJsonContext.Default.Namespace };

    public static ResourceKind<Secret> Secrets { get; } =
        new() { Version = "v1", Plural = "secrets", Kind = "Secret", Json = KubernetesJsonContext.Default.Secret };

    public static ResourceKind<ConfigMap> ConfigMaps { get; } =
        new() { Version = "v1", Plural = "configmaps", Kind = "ConfigMap", Json = KubernetesJsonContext.Default.ConfigMap };

    public static ResourceKind<Lease> Leases { get; } = new()
    {
        Group = "coordination.k8s.io",
        Version = "v1",
        Plural = "leases",
        Kind = "Lease",
        Json = KubernetesJsonContext.Default.Lease,
    };

    public static ResourceKind<TokenReview> TokenReviews { get; } = new()
    {
        Group = "authentication.k8s.io",
        Version = "v1",
        Plural = "tokenreviews",
        Kind = "TokenReview",
        Namespaced = false,
        Json = KubernetesJsonContext.Default.TokenReview,
    };

    public static ResourceKind<SubjectAccessReview> SubjectAccessReviews { get; } = new()
    {
        Group = "authorization.k8s.io",
        Version = "v1",
        Plural = "subjectaccessreviews",
        Kind = "SubjectAccessReview",
        Namespaced = false,
        Json = KubernetesJsonContext.Default.SubjectAccessReview,
    };

    /// <summary>Served since Kubernetes 1.19.</summary>
    public static ResourceKind<KubeEvent> Events { get; } = new()
    {
        Group = "events.k8s.io",
        Version = "v1",
        Plural = "events",
        Kind = "Event",
        Json = KubernetesJsonContext.Default.KubeEvent,
    };

    public static ResourceKind<NetworkPolicy> NetworkPolicies { get; } = new()
    {
        Group = "networking.k8s.io",
        Version = "v1",
        Plural = "networkpolicies",
        Kind = "NetworkPolicy",
        Json = KubernetesJsonContext.Default.NetworkPolicy,
    };

    public static ResourceKind<WebhookConfiguration> MutatingWebhooks { get; } = new()
    {
        Group = "admissionregistration.k8s.io",
        Version = "v1",
        Plural = "mutatingwebhookconfigurations",
        Kind = "MutatingWebhookConfiguration",
        Namespaced = false,
        Json = KubernetesJsonContext.Default.WebhookConfiguration,
    };
}
