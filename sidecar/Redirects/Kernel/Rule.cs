using System.Collections.Immutable;

namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>One rule: its conditions from left to right, then what is done.</summary>
internal sealed record Rule(params ImmutableArray<Clause> Clauses)
{
    /// <summary>As nft(8) prints it.</summary>
    public string Text => string.Join(' ', Clauses.Select(clause => clause.Text));

    public IEnumerable<Expression> Expressions => Clauses.SelectMany(clause => clause.Expressions);
}
