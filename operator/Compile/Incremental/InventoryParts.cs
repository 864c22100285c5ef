using System.Collections.Frozen;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Incremental;

/// <summary>
/// An inventory by namespace, so that a turn in which one namespace changed compiles that one alone. What a namespace's rules are made of are its own objects, those of the namespaces that show
/// some to others (<see cref="Exporting"/>), and what is the same for all: an object is the same only where it is the very object that was read before.
/// </summary>
internal sealed record InventoryParts
{
    public required Partition<ProviderCredential> Credentials { get; init; }

    public required Partition<Secret> Secrets { get; init; }

    public required Partition<ModelRoute> Routes { get; init; }

    public required Partition<AgentPolicy> Policies { get; init; }

    public required Partition<McpServer> Servers { get; init; }

    public required Partition<Guardrail> Guardrails { get; init; }

    public required Partition<Budget> Budgets { get; init; }

    public required Partition<UnreadableObject> Unreadable { get; init; }

    public required Partition<Pod> Pods { get; init; }

    public required Partition<Agent> Agents { get; init; }

    /// <summary>By their own names.</summary>
    public required Partition<Namespace> Namespaces { get; init; }

    /// <summary>The namespaces whose objects may count in others: the platform's, and those in which something is shared. With a shared route all that it leads to comes along, shared or not.</summary>
    public required FrozenSet<string> Exporting { get; init; }

    public required ExchangedTokens Tokens { get; init; }

    public required NetworkPolicyState NetworkPolicies { get; init; }

    public required string OperatorNamespace { get; init; }

    public required bool SidecarsAreInjected { get; init; }

    /// <summary>The namespaces in which something stands that rules are made of.</summary>
    public IEnumerable<string> WithRules() =>
        Credentials.Namespaces.Concat(Servers.Namespaces).Concat(Routes.Namespaces).Concat(Guardrails.Namespaces).Concat(Policies.Namespaces).Concat(Budgets.Namespaces).Concat(Unreadable.Namespaces)
            .Distinct(StringComparer.Ordinal);

    /// <summary>Whether all that counts in every namespace is the same.</summary>
    public bool HasSameWorldAs(InventoryParts before) =>
        ReferenceEquals(Tokens, before.Tokens)
        && ReferenceEquals(NetworkPolicies, before.NetworkPolicies)
        && OperatorNamespace == before.OperatorNamespace
        && SidecarsAreInjected == before.SidecarsAreInjected
        && Exporting.SetEquals(before.Exporting)
        && Exporting.All(name => HasSameRulesAs(before, name));

    /// <summary>Whether the pods of the namespace, and what they may be held by beside its rules, are the same.</summary>
    public bool HasSamePodsAs(InventoryParts before, string name) =>
        Pods.Of(name) == before.Pods.Of(name) && Agents.Of(name) == before.Agents.Of(name) && Namespaces.Of(name) == before.Namespaces.Of(name) && Unreadable.Of(name) == before.Unreadable.Of(name);

    /// <param name="inventory">The inventory.</param>
    /// <param name="before">The parts of the one before; null for none.</param>
    public static InventoryParts Of(Inventory inventory, InventoryParts? before) => new()
    {
        Credentials = Partition<ProviderCredential>.Of(inventory.Credentials, NamespaceOf, before?.Credentials),
        Secrets = Partition<Secret>.Of(inventory.Secrets, NamespaceOf, before?.Secrets),
        Routes = Partition<ModelRoute>.Of(inventory.Routes, NamespaceOf, before?.Routes),
        Policies = Partition<AgentPolicy>.Of(inventory.Policies, NamespaceOf, before?.Policies),
        Servers = Partition<McpServer>.Of(inventory.McpServers, NamespaceOf, before?.Servers),
        Guardrails = Partition<Guardrail>.Of(inventory.Guardrails, NamespaceOf, before?.Guardrails),
        Budgets = Partition<Budget>.Of(inventory.Budgets, NamespaceOf, before?.Budgets),
        Unreadable = Partition<UnreadableObject>.Of(inventory.Unreadable, static one => one.Metadata.Namespace, before?.Unreadable),
        Pods = Partition<Pod>.Of(inventory.Pods, NamespaceOf, before?.Pods),
        Agents = Partition<Agent>.Of(inventory.Agents, NamespaceOf, before?.Agents),
        Namespaces = Partition<Namespace>.Of(inventory.Namespaces, static one => one.Metadata.Name, before?.Namespaces),
        Exporting = inventory.Credentials.Where(credential => !credential.Spec.SharedWith.IsEmpty).Select(NamespaceOf)
            .Concat(inventory.Routes.Where(route => !route.Spec.SharedWith.IsEmpty).Select(NamespaceOf))
            .Append(inventory.OperatorNamespace)
            .ToFrozenSet(StringComparer.Ordinal),
        Tokens = inventory.Tokens,
        NetworkPolicies = inventory.NetworkPolicies,
        OperatorNamespace = inventory.OperatorNamespace,
        SidecarsAreInjected = inventory.SidecarsAreInjected,
    };

    private bool HasSameRulesAs(InventoryParts before, string name) =>
        Credentials.Of(name) == before.Credentials.Of(name)
        && Secrets.Of(name) == before.Secrets.Of(name)
        && Routes.Of(name) == before.Routes.Of(name)
        && Policies.Of(name) == before.Policies.Of(name)
        && Servers.Of(name) == before.Servers.Of(name)
        && Guardrails.Of(name) == before.Guardrails.Of(name)
        && Budgets.Of(name) == before.Budgets.Of(name)
        && Unreadable.Of(name) == before.Unreadable.Of(name);

    private static string NamespaceOf(KubernetesObject one) => one.Metadata.Namespace;
}
