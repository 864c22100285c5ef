using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>A corpus of given cases for a check that finds tags: what the measure is tested by. It takes arguments, so it is none of the corpora that are measured.</summary>
internal sealed class Toy(params CorpusCase[] cases) : CheckCorpus
{
    private static readonly CheckFacts s_facts = new() { Guardrail = "corpus/toy", Index = 0, Type = "toy", On = [GuardPlace.Input], Action = GuardAction.Flag };

    public override string Check => "toy";

    public override ImmutableArray<CheckRule> Checks => [];

    public override IEnumerable<RuleCorpus> Rules => [new("TAG", _ => cases[0], _ => cases[0])];

    public override ImmutableArray<TextCheck> Build() => [new TagCheck(s_facts)];

    public override IEnumerable<CorpusCase> Cases() => cases;

    private sealed class TagCheck(CheckFacts facts) : TextCheck(facts)
    {
        public override TextScan Start() => new TagScan();
    }
}
