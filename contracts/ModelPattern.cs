namespace AiGateway.Contracts;

/// <summary>
/// A model name in a rule: exact, or a prefix that ends in <c>*</c> (<c>*</c> alone matches every name). Names are compared byte by byte:
/// no case folding, no Unicode normalisation, so that a look-alike is another name and matches no allow.
/// </summary>
public static class ModelPattern
{
    /// <summary>Whether the pattern matches the name.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> model) =>
        pattern.EndsWith("*", StringComparison.Ordinal)
            ? model.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : model.SequenceEqual(pattern);

    /// <summary>Whether some name matches both patterns: what a policy reaches of a route.</summary>
    public static bool Overlap(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftPrefix = left.EndsWith("*", StringComparison.Ordinal);
        var rightPrefix = right.EndsWith("*", StringComparison.Ordinal);
        if (!leftPrefix) return Matches(right, left);
        if (!rightPrefix) return Matches(left, right);
        return left[..^1].StartsWith(right[..^1], StringComparison.Ordinal) || right[..^1].StartsWith(left[..^1], StringComparison.Ordinal);
    }
}
