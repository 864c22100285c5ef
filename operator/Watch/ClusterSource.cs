using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

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
    private readonly KindMirror<Budget> budgets;
    private readonly KindMirror<Agent> agents;
    private readonly KindMirror<ApprovalRequest> approvals;
    private readonly KindMirror<Secret> secrets;
    private readonly KindMirror<Pod> pods;
    private readonly KindMirror<Namespace> namespaces;

    /// <summary>In the order in which they are taken: pods first, so that what is written before a pod, as its Secret and policies, is never older here than the pod.</summary>
    private readonly ImmutableArray<IKindMirror> mirrors;

    public ClusterSource(KubeClient client, string operatorNamespace, ChangeSignal changes, ReflectorClock clock, ILogger<ClusterSource> logger)
    {
        this.operatorNamespace = operatorNamespace;
        credentials = Custom(ResourceKinds.Credentials);
        routes = Custom(ResourceKinds.Routes);
        policies = Custom(ResourceKinds.Policies);
        servers = Custom(ResourceKinds.McpServers);
        guardrails = Custom(ResourceKinds.Guardrails);
        budgets = Custom(ResourceKinds.Budgets);
        agents = Custom(ResourceKinds.Agents, more => more with { Matters = agent => agent.Spec.Suspended || agent.Spec.Quarantine != Quarantine.None, SignalsSignificantAlone = true });
        approvals = Custom(ResourceKinds.ApprovalRequests, more => more with { CanWait = (_, _) => false }); // A human decides, and a call waits for it.
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
            SignalLater = changes.RaiseLater,
            Slim = pod => SlimObject.Pod(pod, LooksForShadows),
            Significant = (old, now) => !SlimObject.SameLabels(old, now),
            CanWait = SlimObject.SameButForLevel,
        });
        namespaces = Core(Kinds.Namespaces, new() { Signal = changes.Raise, Slim = SlimObject.Namespace, Significant = (old, now) => !SlimObject.SameMarks(old, now) });
        mirrors = [pods, namespaces, secrets, credentials, routes, policies, servers, guardrails, budgets, agents, approvals];

        KindMirror<T> Custom<T>(ResourceKind<T> kind, Func<ReflectorOptions<T>, ReflectorOptions<T>>? change = null)
            where T : KubernetesObject
        {
            var options = new ReflectorOptions<T> { Signal = changes.Raise, SignalLater = changes.RaiseLater, CanWait = SlimObject.SameButForStatus };
            return new(new(client, kind, change?.Invoke(options) ?? options, clock, logger), item => Unreadables.Describe(item, kind));
        }

        KindMirror<T> Core<T>(ResourceKind<T> kind, ReflectorOptions<T> options)
            where T : KubernetesObject =>
            new(new(client, kind, options, clock, logger), item => Unreadables.Plain(item, kind.Kind));
    }

    /// <summary>Whether pods without a sidecar are looked at for signs of models.</summary>
    public bool LooksForShadows { get; init; } = true;

    public bool HasSynced => mirrors.All(mirror => mirror.HasSynced);

    public Inventory Take()
    {
        lock (gate)
        {
            foreach (var mirror in mirrors) mirror.Take();
            return new Inventory
            {
                Credentials = credentials.Objects,
                Routes = routes.Objects,
                Policies = policies.Objects,
                McpServers = servers.Objects,
                Guardrails = guardrails.Objects,
                Budgets = budgets.Objects,
                Agents = agents.Objects,
                ApprovalRequests = approvals.Objects,
                Secrets = secrets.Objects,
                Pods = pods.Objects,
                Namespaces = namespaces.Objects,
                Positions = [.. mirrors.Select(mirror => mirror.Position)],
                Unreadable = [.. mirrors.SelectMany(mirror => mirror.Unreadable)],
                OperatorNamespace = operatorNamespace,
                SidecarsAreInjected = true,
            };
        }
    }

    public void RelistSoon(string kind) => mirrors.FirstOrDefault(mirror => mirror.Kind == kind)?.RelistSoon();

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(mirrors.Select(mirror => mirror.RunAsync(cancellationToken)));
}
