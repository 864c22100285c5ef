using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Injection;

/// <summary>
/// Tool results, documents and tool definitions with instructions in them, and others that use the same words and instruct nobody. A score tells nothing for certain: there is no bound on
/// these figures, and the attacks were written from published descriptions (OWASP LLM01, BIPIA's and InjecAgent's papers, accounts of tool poisoning), not from the markers; some of them
/// speak in no way that a marker could know.
/// </summary>
internal sealed class InjectionCorpus : CheckCorpus
{
    public override string Check => CheckTypes.Injection;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.Injection)];

    public override double LeastPrecision => 0;

    public override double LeastRecall => 0;

    public override bool IsOfWholeTexts => true;

    public override IEnumerable<RuleCorpus> Rules => [new("INJECTION", Attack, Harmless) { Count = 600 }];

    private static CorpusCase Attack(Draw draw)
    {
        var text = draw.Of<Func<Draw, string>>(
            InjectionAttacks.Override, InjectionAttacks.Role, InjectionAttacks.Hijack, InjectionAttacks.Steal, InjectionAttacks.Tool, InjectionAttacks.Foreign, InjectionAttacks.Plain)(draw);
        var (before, after) = draw.Of<Func<Draw, (string, string)>>(InjectionCarriers.Mail, InjectionCarriers.Page, InjectionCarriers.Issue, InjectionCarriers.Json, InjectionCarriers.Definition)(draw);
        return CorpusCase.Of("INJECTION", text, before, after);
    }

    private static CorpusCase Harmless(Draw draw)
    {
        var text = draw.Of<string>(InjectionHarmless.Sentences);
        var (before, after) = draw.Of<Func<Draw, (string, string)>>(InjectionCarriers.Mail, InjectionCarriers.Page, InjectionCarriers.Issue, InjectionCarriers.Json, InjectionCarriers.Definition)(draw);
        return CorpusCase.Nothing(before + text + after);
    }
}
