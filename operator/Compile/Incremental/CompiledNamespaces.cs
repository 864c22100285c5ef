using AiGateway.Operator.Compile.Guardrails;
using AiGateway.Operator.Compile.Providers;

namespace AiGateway.Operator.Compile.Incremental;

/// <summary>The rules of all namespaces in which anything stands, by name, and the inventory that they were made of.</summary>
internal sealed record CompiledNamespaces
{
    public required InventoryParts Parts { get; init; }

    public required IReadOnlyDictionary<string, NamespaceRules> Rules { get; init; }

    /// <summary>The credentials of all namespaces.</summary>
    public required ProviderIndex Index { get; init; }

    /// <summary>The guardrails of all namespaces.</summary>
    public required GuardrailIndex Guards { get; init; }
}
