using System.Collections.Immutable;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>What is remembered of a tool's definition: never the definition itself.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Hash">As in a pin; empty where the definition has no canonical form, or where two of one list share the name: nobody can have approved it.</param>
/// <param name="Properties">The names of its input schema's top-level properties, bounded.</param>
internal sealed record ToolDefinition(string Name, string Hash, ImmutableArray<string> Properties);
