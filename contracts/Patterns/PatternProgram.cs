using System.Collections.Immutable;

namespace AiGateway.Contracts.Patterns;

/// <summary>A pattern as a nondeterministic automaton: what walks over a text. Assertions stand before all that is read, or behind it.</summary>
/// <param name="States">Its states.</param>
/// <param name="Start">The first of them.</param>
/// <param name="MinLength">The length of the shortest match, in UTF-16 code units; at least 1.</param>
/// <param name="MaxLength">That of the longest; null for no end.</param>
public sealed record PatternProgram(ImmutableArray<PatternState> States, int Start, int MinLength, int? MaxLength);
