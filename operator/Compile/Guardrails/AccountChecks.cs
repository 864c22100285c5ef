using AiGateway.Contracts.Guardrails;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>The checks of the credential that a check names: there, usable, and of a provider that has the endpoint.</summary>
internal static class AccountChecks
{
    public static IEnumerable<Diagnostic> Check(CheckCase one)
    {
        if (one.Account is not { } use) return [];
        if (one.Providers.Check(use, one.Settings) is { } unusable) return [unusable];
        var kind = one.Providers.FindUsable(use)!.Credential.Spec.Provider;
        return (one.Check.Type, kind) switch
        {
            (CheckTypes.OpenAiModeration, not ("openai" or "openAiCompatible")) =>
                [Refuse(one, $"a credential of {kind} has no moderations in OpenAI's form: name one of openai, or of openAiCompatible where your server has them")],
            (CheckTypes.BedrockGuardrail, not "bedrock") => [Refuse(one, $"a credential of {kind} has no guardrails of Amazon Bedrock: name one of bedrock")],
            _ => [],
        };
    }

    private static Diagnostic Refuse(CheckCase one, string message) => Diagnostic.NotResolved(Reasons.CredentialMismatch, $"{one.Settings}.credential", message);
}
