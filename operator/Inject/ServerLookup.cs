using System.Collections.Immutable;

namespace AiGateway.Operator.Inject;

/// <summary>
/// The tool servers that a pod of the namespace with these labels may use, as the operator's last turn has it; empty where it may use none, or nothing was compiled yet.
/// It calls nobody.
/// </summary>
internal delegate ImmutableArray<string> ServerLookup(string name, IReadOnlyDictionary<string, string> labels);
