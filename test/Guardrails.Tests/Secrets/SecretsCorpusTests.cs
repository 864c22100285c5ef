using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Guardrails.Tests.Secrets;

public sealed class SecretsCorpusTests
{
    [Fact]
    public void Corpus_HasEveryRule() =>
        Assert.Equal(SecretRules.Except(null).Rules.Select(rule => rule.Label).Distinct().Order(StringComparer.Ordinal), new SecretsCorpus().Rules.Select(rule => rule.Label).Order(StringComparer.Ordinal));
}
