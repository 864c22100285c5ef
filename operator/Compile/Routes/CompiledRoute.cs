using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>A ModelRoute after compiling: the rule, where a name is left to it, and what is wrong.</summary>
internal sealed record CompiledRoute
{
    public required ModelRoute Route { get; init; }

    /// <summary>Null where the route keeps no name.</summary>
    public RouteRule? Rule { get; init; }

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }
}
