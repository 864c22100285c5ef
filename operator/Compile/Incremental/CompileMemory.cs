namespace AiGateway.Operator.Compile.Incremental;

/// <summary>
/// What a compilation keeps for the next one, so that this compiles only what has changed. It decides nothing: with any memory, or none, the same inventory gives the same compilation. It holds no
/// memory before it.
/// </summary>
/// <param name="Namespaces">The rules of all namespaces.</param>
/// <param name="Agents">Their pods.</param>
/// <param name="Reports">What there is to say of their resources, by namespace.</param>
internal sealed record CompileMemory(CompiledNamespaces Namespaces, SelectedAgents Agents, IReadOnlyDictionary<string, NamespaceReports> Reports);
