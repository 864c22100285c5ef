using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Secrets;

/// <summary>Credentials, each written as its provider publishes or issues it; what is false is cut, longer, of another alphabet, a placeholder, without its checksum, or a public half.</summary>
internal sealed class SecretsCorpus : CheckCorpus
{
    public override string Check => CheckTypes.Secrets;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.Secrets)];

    /// <summary>Half as many cases a rule as elsewhere: there are many rules.</summary>
    public override IEnumerable<RuleCorpus> Rules =>
        from rule in (IEnumerable<RuleCorpus>)[.. ModelKeyCases.Rules, .. CloudKeyCases.Rules, .. CodeKeyCases.Rules, .. ServiceKeyCases.Rules, .. GenericKeyCases.Rules]
        select rule with { Count = 100 };
}
