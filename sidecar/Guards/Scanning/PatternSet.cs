using System.Collections.Immutable;
using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// Many rules, looked for in one walk. Built once with its check, used by all calls. A check over one is two lines:
/// <code>
/// internal sealed class KeysCheck(CheckFacts facts) : TextCheck(facts)
/// {
///     private static readonly PatternSet s_rules = new([PatternRule.Of("GITHUB_TOKEN", @"\bghp_[0-9A-Za-z]{36}\b", static (text, _) => Crc(text) ? .. : null)]);
///     public override TextScan Start() => s_rules.Start();
/// }
/// </code>
/// Each rule's matches are leftmost, longest and do not overlap each other; those of two rules may.
/// </summary>
internal sealed class PatternSet
{
    /// <summary>The longest match, in characters. Of one that would be longer the pieces that match are told, and at the least its last characters, so that length is no way to hide.</summary>
    public const int MaxMatch = LinearPattern.MaxMatch;

    /// <summary>How long a pattern's longest match may be, that the search goes on within what a validator refused.</summary>
    public const int MaxRetried = 128;

    private const int Few = 4;

    /// <param name="rules">What is looked for.</param>
    /// <param name="longest">How long a match may be: for tests, which cannot wait for the bound.</param>
    /// <param name="wake">By what rules are woken; null for what is quickest for their number.</param>
    public PatternSet(ImmutableArray<PatternRule> rules, int longest = MaxMatch, RuleWake? wake = null)
    {
        (Rules, Longest) = (rules, longest);
        Machines = [.. rules.Select(rule => new RuleMachine(rule, wake ?? (rules.Length <= Few ? RuleWake.ByPrefix : RuleWake.ByHead)))];
        Prefixes = PrefixIndex.Of(Machines);
        Screens = HeadScreen.Of(Machines);
    }

    public ImmutableArray<PatternRule> Rules { get; }

    public ImmutableArray<RuleMachine> Machines { get; }

    public ImmutableArray<PrefixIndex> Prefixes { get; }

    public ImmutableArray<HeadScreen> Screens { get; }

    public int Longest { get; }

    /// <summary>A walk over one text.</summary>
    public PatternScan Start() => new(this);
}
