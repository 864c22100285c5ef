namespace AiGateway.Contracts.Cel;

/// <summary>What a condition may need at most: of its author's text, and of each evaluation.</summary>
public static class CelBounds
{
    /// <summary>Characters of the text.</summary>
    public const int Text = 1024;

    /// <summary>Operators within each other, and brackets within each other.</summary>
    public const int Depth = 32;

    /// <summary>Operators, names and literals.</summary>
    public const int Nodes = 256;

    /// <summary>Characters of a pattern of <c>matches</c>.</summary>
    public const int Pattern = 256;

    /// <summary>Units of one evaluation: one for each operator, name or literal that is reached, and one for each 16 characters that it looks at.</summary>
    public const int Cost = 10_000;
}
