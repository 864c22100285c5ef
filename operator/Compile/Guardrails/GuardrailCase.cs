using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>A Guardrail with all that its checks look at, found once.</summary>
internal sealed record GuardrailCase
{
    public required Guardrail Guardrail { get; init; }

    public required ImmutableArray<CheckCase> Checks { get; init; }

    public static GuardrailCase From(Guardrail guardrail, GuardrailReferences references)
    {
        ImmutableArray<CheckRule> drafts = [.. guardrail.Spec.Checks.Select(CheckDrafts.Of)];
        return new() { Guardrail = guardrail, Checks = [.. guardrail.Spec.Checks.Select((check, index) => From(guardrail, (check, index), drafts, references))] };
    }

    private static CheckCase From(Guardrail guardrail, (Check Check, int Index) at, ImmutableArray<CheckRule> drafts, GuardrailReferences references)
    {
        var (check, home) = (at.Check, guardrail.Metadata.Namespace);
        var (url, problem) = check.Webhook is { } webhook ? BaseUrlReader.Read(webhook.Url) : (null, null);
        var one = new CheckCase
        {
            Index = at.Index,
            Check = check,
            Before = drafts.Take(at.Index),
            Draft = drafts[at.Index],
            Guardrail = $"{home}/{guardrail.Metadata.Name}",
            Namespace = home,
            Providers = references.Providers,
            Url = url,
            UrlProblem = problem,
            Account = AccountOf(check, home),
        };
        return one with
        {
            Secrets = [.. WebhookChecks.SecretsOf(one).Select(secret => secret with { Secret = references.Secrets.Find(home, secret.Name) })],
            Judges = one.RouteName is { } name ? references.Routes.FirstOrDefault(route => route.Route.Metadata.Name == name) : null,
        };
    }

    private static ProviderUse? AccountOf(Check check, string home) => check switch
    {
        { OpenAiModeration: { } moderation } => new ProviderUse(home, moderation.Namespace, moderation.Credential),
        { BedrockGuardrail: { } bedrock } => new ProviderUse(home, bedrock.Namespace, bedrock.Credential),
        _ => null,
    };
}
