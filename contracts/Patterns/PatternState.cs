namespace AiGateway.Contracts.Patterns;

/// <summary>A state of a <see cref="PatternProgram"/>.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Next">Which state follows.</param>
/// <param name="Other">The second one of a split.</param>
/// <param name="Set">What is read.</param>
/// <param name="Assertion">What must hold.</param>
public readonly record struct PatternState(PatternStateKind Kind, int Next = -1, int Other = -1, CharSet? Set = null, PatternAssertion? Assertion = null);
