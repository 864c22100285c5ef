using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Compile.Providers;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>A check that is well -> what a sidecar gets of it: the draft, with what it refers to.</summary>
internal static class CheckAssembly
{
    private const string Webhook = "webhook";

    public static CheckRule Assemble(CheckCase one) => one.Draft switch
    {
        { Webhook: { } webhook } => one.Draft with { Webhook = webhook with { Account = Account(one), ClientCertificate = WebhookChecks.CertificateOf(one) } },
        { OpenAiModeration: { } moderation } => one.Draft with { OpenAiModeration = moderation with { Provider = NameOf(one) } },
        { BedrockGuardrail: { } bedrock } => one.Draft with { BedrockGuardrail = bedrock with { Provider = NameOf(one) } },
        { LlmJudge: { } judge } => one.Draft with { LlmJudge = judge with { Route = JudgeChecks.RouteOf(one)!, Model = one.Model! } },
        { Groundedness: { } grounds } => one.Draft with { Groundedness = grounds with { Route = JudgeChecks.RouteOf(one)!, Model = one.Model! } },
        _ => one.Draft,
    };

    /// <summary>The accounts that a check asks.</summary>
    public static IEnumerable<string> ProvidersOf(CheckRule rule) => rule switch
    {
        { OpenAiModeration: { } moderation } => [moderation.Provider],
        { BedrockGuardrail: { } bedrock } => [bedrock.Provider],
        _ => RouteOf(rule) is { } route ? route.Targets.Select(target => target.Provider) : [],
    };

    /// <summary>The way to the model that judges; null where none does.</summary>
    public static RouteRule? RouteOf(CheckRule rule) => rule.LlmJudge?.Route ?? rule.Groundedness?.Route;

    private static string NameOf(CheckCase one) => $"{one.Account!.Value.Owner}/{one.Account.Value.Name}";

    private static ProviderRef Account(CheckCase one)
    {
        var (url, options) = (one.Url!, one.Check.Webhook!);
        var rule = new ProviderRef
        {
            Provider = one.Guardrail,
            Kind = Webhook,
            Dialect = Webhook,
            BaseUrl = url.GetLeftPart(UriPartial.Path),
            AllowedHosts = one.Secrets.IsEmpty ? [BaseUrlReader.Entry(url)] : one.Secrets[0].AllowedHosts, // Without a Secret that bounds it, its own URL does.
            KeyHeader = options.Auth?.Header?.Name ?? "Authorization",
            KeyPrefix = options.Auth?.Header is null ? "Bearer " : "",
            Key = new SecretText(""),
            CaBundle = options.Tls?.CaBundle,
            ServerName = options.Tls?.ServerName,
        };
        return options.Auth is null ? rule with { Unauthenticated = true } : rule with { Key = SecretChecks.Read(one.Secrets[0], one.Secrets[0].Parts[0].Key)! };
    }
}
