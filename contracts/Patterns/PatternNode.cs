using System.Collections.Immutable;

namespace AiGateway.Contracts.Patterns;

/// <summary>A part of a pattern, as it was written.</summary>
internal abstract record PatternNode
{
    /// <summary>The shortest text that it matches, and the longest; the largest number for no end.</summary>
    public abstract (long Min, long Max) Length { get; }

    /// <summary>One character of a set.</summary>
    public sealed record One(CharSet Set) : PatternNode
    {
        public override (long Min, long Max) Length => (1, 1);
    }

    /// <summary>A condition.</summary>
    public sealed record Where(PatternAssertion Assertion) : PatternNode
    {
        public override (long Min, long Max) Length => (0, 0);
    }

    /// <summary>One after the other.</summary>
    public sealed record Sequence(ImmutableArray<PatternNode> Parts) : PatternNode
    {
        public override (long Min, long Max) Length { get; } = (Capped(Parts.Sum(part => part.Length.Min)), Parts.Aggregate(0L, (sum, part) => Capped(sum + part.Length.Max)));
    }

    /// <summary>One of them.</summary>
    public sealed record Choice(ImmutableArray<PatternNode> Parts) : PatternNode
    {
        public override (long Min, long Max) Length { get; } = (Parts.Min(part => part.Length.Min), Parts.Max(part => part.Length.Max));
    }

    /// <summary>Again and again; without a most, for ever.</summary>
    public sealed record Repeat(PatternNode Part, int Least, int? Most) : PatternNode
    {
        public override (long Min, long Max) Length { get; } =
            (Capped(Part.Length.Min * Least), Part.Length.Max == 0 ? 0 : Most is { } most ? Capped(Part.Length.Max * most) : int.MaxValue);
    }

    private static long Capped(long length) => Math.Min(length, int.MaxValue);
}
