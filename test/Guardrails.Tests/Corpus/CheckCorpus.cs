using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>The corpus of one check. A class that derives from it, anywhere in this project, is measured: there is no list to add it to.</summary>
internal abstract class CheckCorpus
{
    /// <summary>A constant of <see cref="CheckTypes"/>.</summary>
    public abstract string Check { get; }

    /// <summary>The checks of the guardrail that is measured; all that they find counts. They look at <see cref="GuardPlace.Input"/>.</summary>
    public abstract ImmutableArray<CheckRule> Checks { get; }

    public abstract IEnumerable<RuleCorpus> Rules { get; }

    /// <summary>Whether ordinary text in which nothing should be found belongs to the corpus.</summary>
    public virtual bool HasBackground => true;

    /// <summary>Whether the check judges texts as wholes: any match in a text then counts for all that is planted in it.</summary>
    public virtual bool IsOfWholeTexts => false;

    /// <summary>The least precision of the check and of each of its rules.</summary>
    public virtual double LeastPrecision => 0.95;

    /// <summary>The least recall of the check and of each of its rules.</summary>
    public virtual double LeastRecall => 0.95;

    /// <summary>A check with default settings that flags.</summary>
    protected static CheckRule Flagging(string type) => new() { Type = type, On = [GuardPlace.Input], Action = GuardAction.Flag };

    /// <summary>The checks as the sidecar builds them.</summary>
    public virtual ImmutableArray<TextCheck> Build()
    {
        GuardrailRule rule = new() { Guardrail = "corpus/" + Check, Checks = Checks };
        CheckContext context = new() { HashKey = new byte[32], Canary = "f00dcafe00000000f00dcafe" };
        return GuardBuilder.Build([(rule, false)], context).Of(GuardPlace.Input);
    }

    public virtual IEnumerable<CorpusCase> Cases() =>
        Rules.SelectMany(rule => rule.Cases(Check)).Concat(HasBackground ? Background.Cases(new("background")) : []);

    /// <summary>All corpora of this project, by the names of their checks.</summary>
    public static SortedDictionary<string, CheckCorpus> All { get; } = new(
        typeof(CheckCorpus).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CheckCorpus)) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(type => (CheckCorpus)Activator.CreateInstance(type)!).ToDictionary(corpus => corpus.Check, StringComparer.Ordinal), StringComparer.Ordinal);
}
