using System.Collections.Immutable;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>A rule, ready to walk.</summary>
internal sealed class RuleMachine(PatternRule rule)
{
    public PatternRule Rule => rule;

    public PatternAutomaton Automaton { get; } = new(rule.Program);

    /// <summary>Where matches begin; empty where that says nothing.</summary>
    public ImmutableArray<string> Prefixes { get; } = PatternPrefixes.Of(rule.Program);

    /// <summary>What matches have; null where there is nothing, so that the walk goes over all of the text.</summary>
    public PatternPivot? Pivot { get; } = PatternPivot.Of(rule.Program);

    /// <summary>Whether the search goes on within what the validator refused.</summary>
    public bool Retries { get; } = rule is { Validator: not null, Program.MaxLength: <= PatternSet.MaxRetried };

    /// <summary>Whether there are places at which a walk need not be: it may rest where nothing is possible.</summary>
    public bool Rests => !Prefixes.IsEmpty || Pivot is not null;
}
