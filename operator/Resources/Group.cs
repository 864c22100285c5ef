namespace AiGateway.Operator.Resources;

/// <summary>The API group, and the labels and annotations under its name.</summary>
internal static class Group
{
    public const string Name = "aigateway.dev";
    public const string Version = "v1alpha1";
    public const string ApiVersion = Name + "/" + Version;

    /// <summary>On a namespace or pod: <c>enabled</c> opts in, on a pod <c>disabled</c> opts out.</summary>
    public const string InjectLabel = Name + "/inject";

    /// <summary>On the operator's own namespace, with the value <c>true</c>; its manifests set it.</summary>
    public const string ControlPlaneLabel = Name + "/control-plane";

    /// <summary>On a Secret, with the value <c>true</c>: it may be used as a credential.</summary>
    public const string CredentialLabel = Name + "/credential";

    /// <summary>On a Secret: the hosts that its key may be sent to.</summary>
    public const string AllowedHostsAnnotation = Name + "/allowed-hosts";

    /// <summary>On a pod: the level that was measured in it, as <c>Redirected</c>; the leader writes it.</summary>
    public const string EnforcementAnnotation = Name + "/enforcement";

    /// <summary>On a pod: the code and sentence of why nothing was injected.</summary>
    public const string SkipAnnotation = Name + "/inject-skipped";

    /// <summary>On a pod: what was injected (version and hash).</summary>
    public const string InjectedAnnotation = Name + "/injected";

    /// <summary>On a pod or namespace, with the value <c>report</c>: what the watchdog finds there is told, and no pod is started anew for it.</summary>
    public const string WatchdogAnnotation = Name + "/watchdog";

    /// <summary>On a namespace: any value but <c>false</c> stops all calls of all its agents.</summary>
    public const string SuspendedAnnotation = Name + "/suspended";

    /// <summary>On a namespace: why its agents are suspended, told in refusals and in the audit.</summary>
    public const string SuspendedReasonAnnotation = Name + "/suspended-reason";

    /// <summary>On what the operator makes; <see cref="ManagedBy"/> is its value.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    public const string ManagedBy = "aigateway-operator";

    /// <summary>On an Agent: when the last breach of a limit was that its quarantine answers; a later one is answered anew. The leader writes it.</summary>
    public const string BreachAnnotation = Name + "/last-breach";

    /// <summary>The name of the injected container.</summary>
    public const string SidecarContainer = "aigateway-sidecar";

    /// <summary>The name of the ConfigMap with the roots that sidecars trust, one in each opted-in namespace.</summary>
    public const string RootsConfigMap = "aigateway-roots";
}
