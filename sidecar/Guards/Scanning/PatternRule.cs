using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// What is looked for: a pattern, what it is called where it is found, and a judge of what it matched.
/// <para>
/// Behind a match the search goes on at its end. Where the validator takes a part, it goes on behind the part, and where it refuses, one character behind the match's start; for
/// patterns whose longest match is over <see cref="PatternSet.MaxRetried"/> characters it goes on behind the whole match in both cases, so that time stays linear. A pattern that is
/// bounded (<c>{11,18}</c> instead of <c>+</c>) is therefore the better one beside a validator.
/// </para>
/// <para>
/// Patterns whose first characters prose seldom has in that order (<c>ghp_[0-9A-Za-z]{36}</c>, <c>[0-9]{3}-[0-9]{2}</c>), or that ask for one which it seldom has at all (an at sign), cost next
/// to nothing where these are not in the text: all rules of the first kind together take one look at each place.
/// </para>
/// </summary>
/// <param name="Label">As <see cref="TextMatch.Label"/>.</param>
/// <param name="Program">What walks: mostly a <see cref="LinearPattern"/>'s.</param>
/// <param name="Validator">Null where each match is a find.</param>
internal sealed record PatternRule(string Label, PatternProgram Program, PatternValidator? Validator = null)
{
    public PatternRule(string label, LinearPattern pattern, PatternValidator? validator = null)
        : this(label, pattern.Program, validator)
    {
    }

    /// <summary>A rule that is written in code: a bad pattern is a fault of ours.</summary>
    public static PatternRule Of(string label, string pattern, PatternValidator? validator = null, bool ignoreCase = false) =>
        LinearPattern.TryParse(pattern, ignoreCase, out var parsed, out var problem)
            ? new(label, parsed, validator)
            : throw new ArgumentException($"The pattern of {label} {problem}.", nameof(pattern));
}
