using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Watch;

/// <summary>The inventory from the Kubernetes API: a reflector a kind. Of Secrets it asks for those alone that are opened to it by their label.</summary>
internal sealed class ClusterSource : IInventorySource
{
    private readonly Lock gate = new();
    private readonly string operatorNamespace;
    private readonly KindMirror<ProviderCredential> credentials;
    private readonly KindMirror<ModelRoute> routes;
    private readonly KindMirror<AgentPolicy> policies;
    private readonly KindMirror<McpServer> servers;
    private readonly KindMirror<Guardrail> guardrails;
    private readonly KindMirror<Secret> secrets;
    private readonly KindMirror<Pod> pods;
    private readonly KindMirror<Namespace> namespaces;

    public ClusterSource(KubeClient client, string operatorNamespace, ChangeSignal changes, ReflectorClock clock, ILogger<ClusterSource> logger)
    {
        this.operatorNamespace = operatorNamespace;
        credentials = Custom(ResourceKinds.Credentials);
        routes = Custom(ResourceKinds.Routes);
        policies = Custom(ResourceKinds.Policies);
        servers = Custom(ResourceKinds.McpServers);
        guardrails = Custom(ResourceKinds.Guardrails);
        secrets = Core(Kinds.Secrets, new()
        {
            Signal = changes.Raise,
            Select = new() { LabelSelector = $"{Group.CredentialLabel}=true" },
            Slim = SlimObject.Secret,
            Significant = (old, now) => old.Metadata.ResourceVersion != now.Metadata.ResourceVersion,
        });
        pods = Core(Kinds.Pods, new()
        {
            Signal = changes.Raise,
            Slim = SlimObject.Pod,
            Significant = (old, now) => !SlimObject.SameLabels(old, now),
        });
        namespaces = Core(Kinds.Namespaces, new()
        {
            Signal = changes.Raise,
            Slim = SlimObject.Namespace,
            Significant = (old, now) => !SlimObject.SameLabels(old, now),
        });

        KindMirror<T> Custom<T>(ResourceKind<T> kind)
            where T : KubernetesObject =>
            new(new(client, kind, new() { Signal = changes.Raise }, clock, logger), item => Unreadables.Describe(item, kind));

        KindMirror<T> Core<T>(ResourceKind<T> kind, ReflectorOptions<T> options)
            where T : KubernetesObject =>
            new(new(client, kind, options, clock, logger), item => Unreadables.Plain(item, kind.Kind));
    }

    public bool HasSynced =>
        credentials.Reflector.Current.Synced && routes.Reflector.Current.Synced && policies.Reflector.Current.Synced
        && servers.Reflector.Current.Synced && guardrails.Reflector.Current.Synced && secrets.Reflector.Current.Synced && pods.Reflector.Current.Synced && namespaces.Reflector.Current.Synced;

    public Inventory Take()
    {
        lock (gate)
        {
            // Pods first: what is written before a pod, as its Secret and policies, is then never older here than the pod.
            pods.Take();
            namespaces.Take();
            secrets.Take();
            credentials.Take();
            routes.Take();
            policies.Take();
            servers.Take();
            guardrails.Take();
            return new Inventory
            {
                Credentials = credentials.Objects,
                Routes = routes.Objects,
                Policies = policies.Objects,
                McpServers = servers.Objects,
                Guardrails = guardrails.Objects,
                Secrets = secrets.Objects,
                Pods = pods.Objects,
                Namespaces = namespaces.Objects,
                Positions = [credentials.Position, routes.Position, policies.Position, servers.Position, guardrails.Position, secrets.Position, pods.Position, namespaces.Position],
                Unreadable =
                [
                    .. credentials.Unreadable, .. routes.Unreadable, .. policies.Unreadable, .. servers.Unreadable, .. guardrails.Unreadable,
                    .. secrets.Unreadable, .. pods.Unreadable, .. namespaces.Unreadable,
                ],
                OperatorNamespace = operatorNamespace,
                SidecarsAreInjected = true,
            };
        }
    }

    public void RelistSoon(string kind)
    {
        if (kind == credentials.Reflector.Kind) credentials.Reflector.RelistSoon();
        else if (kind == routes.Reflector.Kind) routes.Reflector.RelistSoon();
        else if (kind == policies.Reflector.Kind) policies.Reflector.RelistSoon();
        else if (kind == servers.Reflector.Kind) servers.Reflector.RelistSoon();
        else if (kind == guardrails.Reflector.Kind) guardrails.Reflector.RelistSoon();
        else if (kind == secrets.Reflector.Kind) secrets.Reflector.RelistSoon();
        else if (kind == pods.Reflector.Kind) pods.Reflector.RelistSoon();
        else if (kind == namespaces.Reflector.Kind) namespaces.Reflector.RelistSoon();
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        credentials.Reflector.RunAsync(cancellationToken),
        routes.Reflector.RunAsync(cancellationToken),
        policies.Reflector.RunAsync(cancellationToken),
        servers.Reflector.RunAsync(cancellationToken),
        guardrails.Reflector.RunAsync(cancellationToken),
        secrets.Reflector.RunAsync(cancellationToken),
        pods.Reflector.RunAsync(cancellationToken),
        namespaces.Reflector.RunAsync(cancellationToken));
}
