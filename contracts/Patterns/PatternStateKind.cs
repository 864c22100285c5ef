namespace AiGateway.Contracts.Patterns;

/// <summary>What a state of a <see cref="PatternProgram"/> does.</summary>
public enum PatternStateKind
{
    /// <summary>It reads a character of its set.</summary>
    Read,

    /// <summary>It is two states at once.</summary>
    Split,

    /// <summary>It goes on where its assertion holds.</summary>
    Assert,

    /// <summary>A match ends here.</summary>
    Match,
}
