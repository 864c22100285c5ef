using System.Collections.Immutable;

namespace AiGateway.Contracts.Cel;

/// <summary>The variables that expressions of one place may use. A variable is asked for by its place in this list.</summary>
public sealed class CelEnvironment(params ImmutableArray<CelVariable> variables)
{
    /// <summary>All of them.</summary>
    public ImmutableArray<CelVariable> Variables => variables;

    internal int IndexOf(string name)
    {
        for (var index = 0; index < variables.Length; index++)
        {
            if (variables[index].Name == name) return index;
        }

        return -1;
    }

    internal bool HasBelow(string name) => variables.Any(variable => variable.Name.StartsWith(name + ".", StringComparison.Ordinal));
}
