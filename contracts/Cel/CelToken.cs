namespace AiGateway.Contracts.Cel;

/// <summary>A word of an expression: its characters as they stand, except that a string is read already.</summary>
internal sealed record CelToken(CelTokenKind Kind, int Position, string Text)
{
    public bool Is(string symbol) => Kind == CelTokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == CelTokenKind.Name && Text == name;

    /// <summary>As an error names it.</summary>
    public override string ToString() => Kind switch
    {
        CelTokenKind.End => "the end",
        CelTokenKind.String => "a string",
        _ => $"'{Text}'",
    };
}
