namespace AiGateway.Operator.Compile.Incremental;

/// <summary>The pods of all namespaces.</summary>
internal sealed record SelectedAgents
{
    /// <summary>By the namespaces in which pods stand.</summary>
    public required IReadOnlyDictionary<string, NamespaceAgents> Namespaces { get; init; }

    /// <summary>By pod uid.</summary>
    public required IReadOnlyDictionary<string, AgentBundle> All { get; init; }
}
