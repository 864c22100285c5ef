using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Compile;

/// <summary>Objects as sources of a bundle: custom resources by generation, Secrets by resourceVersion.</summary>
internal static class Sources
{
    public static SourceRef Of(AgentPolicy policy) => Of(nameof(AgentPolicy), policy.Metadata);

    public static SourceRef Of(ModelRoute route) => Of(nameof(ModelRoute), route.Metadata);

    public static SourceRef Of(ProviderCredential credential) => Of(nameof(ProviderCredential), credential.Metadata);

    public static SourceRef Of(McpServer server) => Of(nameof(McpServer), server.Metadata);

    public static SourceRef Of(Guardrail guardrail) => Of(nameof(Guardrail), guardrail.Metadata);

    public static SourceRef Of(Budget budget) => Of(nameof(Budget), budget.Metadata);

    public static SourceRef Of(Agent agent) => Of(nameof(Agent), agent.Metadata);

    /// <summary>A namespace has no generation; that it has been read far enough, the position of its kind says.</summary>
    public static SourceRef Of(Namespace one) => Of(nameof(Namespace), one.Metadata);

    public static SourceRef Of(UnreadableObject unreadable) => Of(unreadable.Kind, unreadable.Metadata);

    public static SourceRef Of(Secret secret) =>
        Of(nameof(Secret), secret.Metadata) with { Generation = 0, ResourceVersion = secret.Metadata.ResourceVersion };

    /// <summary>In the order that a bundle has them.</summary>
    public static ImmutableArray<SourceRef> Sort(IEnumerable<SourceRef> sources) =>
    [
        .. sources.OrderBy(source => source.Kind, StringComparer.Ordinal)
            .ThenBy(source => source.Namespace, StringComparer.Ordinal)
            .ThenBy(source => source.Name, StringComparer.Ordinal)
            .ThenBy(source => source.Uid, StringComparer.Ordinal),
    ];

    public static ImmutableArray<Diagnostic> Diagnose(UnreadableObject unreadable) =>
        [Diagnostic.NotAccepted(Reasons.Unreadable, unreadable.Field, unreadable.Message)];

    private static SourceRef Of(string kind, ObjectMeta metadata) =>
        new() { Kind = kind, Namespace = metadata.Namespace, Name = metadata.Name, Uid = metadata.Uid, Generation = metadata.Generation };
}
