using System.Collections.Immutable;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// A rule, ready to walk, and how it is known where it must: by its head, its prefixes or its pivot, the first that tells enough; where
/// none does it walks over all of a text.
/// </summary>
internal sealed class RuleMachine
{
    /// <param name="rule">The rule.</param>
    /// <param name="wake">What is tried first.</param>
    public RuleMachine(PatternRule rule, RuleWake wake = RuleWake.ByHead)
    {
        (Rule, Automaton) = (rule, new(rule.Program));
        Retries = rule is { Validator: not null, Program.MaxLength: <= PatternSet.MaxRetried };
        if (wake == RuleWake.ByPrefix) Prefixes = PatternPrefixes.Of(rule.Program);
        if (Prefixes.IsEmpty) Head = PatternHead.Of(rule.Program) is { } head && (wake == RuleWake.ByAnyHead || head.IsTelling) ? head : null;
        if (!Rests) Prefixes = PatternPrefixes.Of(rule.Program);
        if (!Rests) Pivot = PatternPivot.Of(rule.Program);
    }

    public PatternRule Rule { get; }

    public PatternAutomaton Automaton { get; }

    /// <summary>What matches begin with, place by place; null where that tells too little.</summary>
    public PatternHead? Head { get; }

    /// <summary>Where matches begin; empty where that says nothing.</summary>
    public ImmutableArray<string> Prefixes { get; } = [];

    /// <summary>What matches have; null where there is nothing, so that the walk goes over all of the text.</summary>
    public PatternPivot? Pivot { get; }

    /// <summary>Whether the search goes on within what the validator refused.</summary>
    public bool Retries { get; }

    /// <summary>Whether there are places at which a walk need not be: it may rest where nothing is possible.</summary>
    public bool Rests => Head is not null || !Prefixes.IsEmpty || Pivot is not null;
}
