using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AiGateway.Contracts.Cel;

/// <summary>One operator, name or literal of an expression, with its operands. Not changed once it was made.</summary>
internal sealed class CelNode
{
    private int _depth;

    public required CelOp Op { get; init; }

    /// <summary>Where it stands in the text, counted from zero.</summary>
    public required int Position { get; init; }

    public required CelType Type { get; init; }

    public ImmutableArray<CelNode> Operands { get; init; } = [];

    /// <summary>How many nodes stand within each other, this one included.</summary>
    public int Depth => _depth == 0 ? _depth = 1 + Operands.Select(operand => operand.Depth).DefaultIfEmpty().Max() : _depth;

    /// <summary>The value of a literal.</summary>
    public CelValue Value { get; init; }

    /// <summary>The name of a variable, of a local, or of the member that is selected.</summary>
    public string Name { get; init; } = "";

    /// <summary>The variable's place in the environment, or the local's among those in scope.</summary>
    public int Place { get; init; }

    /// <summary>The pattern of <see cref="CelOp.Matches"/>, compiled.</summary>
    public Regex? Pattern { get; init; }
}
