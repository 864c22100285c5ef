namespace AiGateway.Contracts.Patterns;

/// <summary>A condition on the two characters between which a match begins or ends.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Set">Of which characters; none for the text's ends.</param>
public sealed record PatternAssertion(PatternAssertionKind Kind, CharSet Set)
{
    /// <summary>Whether it holds between the two; null where the text begins or ends.</summary>
    public bool Holds(char? before, char? behind)
    {
        var (left, right) = (before is { } previous && Set.Contains(previous), behind is { } next && Set.Contains(next));
        return Kind switch
        {
            PatternAssertionKind.TextStart => before is null,
            PatternAssertionKind.TextEnd => behind is null,
            PatternAssertionKind.Boundary => left != right,
            PatternAssertionKind.NoBoundary => left == right,
            PatternAssertionKind.After => left,
            PatternAssertionKind.NotAfter => !left,
            PatternAssertionKind.Before => right,
            _ => !right,
        };
    }
}
