using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What is wrong with a check by a call: its settings, its bounds, and whom it asks. No reason quotes a key.</summary>
internal static class CalleeCheck
{
    /// <summary>The longest that a verdict is waited for.</summary>
    public const int LongestMs = 60_000;

    /// <summary>The most text that is sent for one verdict, in bytes.</summary>
    public const int MostBytes = 1024 * 1024;

    private const int LongestPrompt = 16 * 1024;

    public static IEnumerable<string> FindReasons(GuardrailRule rule, ImmutableArray<ProviderRef> providers) =>
        (rule.Checks.IsDefault ? [] : rule.Checks).Index()
            .Where(pair => CheckTypes.ByCall.Contains(pair.Item.Type))
            .SelectMany(pair => FindReasons(pair.Item, providers).Select(reason => $"checks[{pair.Index}]: {reason}"));

    private static IEnumerable<string> FindReasons(CheckRule check, ImmutableArray<ProviderRef> providers) => check switch
    {
        { Type: CheckTypes.Webhook, Webhook: { } webhook } => OfWebhook(webhook),
        { Type: CheckTypes.OpenAiModeration, OpenAiModeration: { } moderation } => OfModeration(moderation, providers),
        { Type: CheckTypes.BedrockGuardrail, BedrockGuardrail: { } guardrail } => OfBedrock(guardrail, providers),
        { Type: CheckTypes.LlmJudge, LlmJudge: { } judge } => OfJudge(judge, providers),
        { Type: CheckTypes.Groundedness, Groundedness: { } grounds } => OfGroundedness(grounds, providers),
        _ => [$"has no settings of {check.Type}"],
    };

    private static IEnumerable<string> OfWebhook(WebhookSettings webhook)
    {
        foreach (var reason in ProviderCheck.FindReasons(webhook.Account)) yield return reason;
        foreach (var reason in OfTime(webhook.TimeoutMilliseconds, webhook.Timing).Concat(Range("maxBytes", webhook.MaxBytes, 1, MostBytes))) yield return reason;
        if (webhook.ClientCertificate is not { } certificate) yield break;
        if (!ClientCertificates.AreReadable(certificate)) yield return "the client certificate or its key cannot be read";
        if (!webhook.Account.BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) yield return "a client certificate is shown over https alone";
    }

    private static IEnumerable<string> OfModeration(ModerationSettings moderation, ImmutableArray<ProviderRef> providers)
    {
        if (Find(moderation.Provider, providers) is not { } account) yield return $"there is no provider {moderation.Provider}";
        else if (account.Dialect != Dialects.OpenAi) yield return $"the provider {moderation.Provider} has no moderations";
        foreach (var reason in OfTime(moderation.TimeoutMilliseconds, moderation.Timing).Concat(Range("thresholdPercent", moderation.ThresholdPercent, 1, 100))) yield return reason;
        if (moderation.Model is { Length: 0 } || moderation.Categories is { IsDefaultOrEmpty: true }) yield return "the model or the list of categories is empty";
    }

    private static IEnumerable<string> OfBedrock(BedrockGuardrailSettings guardrail, ImmutableArray<ProviderRef> providers)
    {
        if (Find(guardrail.Provider, providers) is not { } account) yield return $"there is no provider {guardrail.Provider}";
        else if (account.Dialect != Dialects.Bedrock) yield return $"the provider {guardrail.Provider} is not Amazon Bedrock";
        if (!IsGuardrailId(guardrail.GuardrailId)) yield return "guardrailId is neither an id nor an ARN";
        if (!IsGuardrailVersion(guardrail.Version)) yield return "version is neither a number nor DRAFT";
        foreach (var reason in OfTime(guardrail.TimeoutMilliseconds, guardrail.Timing)) yield return reason;
    }

    private static IEnumerable<string> OfJudge(JudgeSettings judge, ImmutableArray<ProviderRef> providers)
    {
        if (judge.Prompt.Length is 0 or > LongestPrompt) yield return $"the prompt must have 1 to {LongestPrompt} characters";
        foreach (var reason in OfTime(judge.TimeoutMilliseconds, judge.Timing).Concat(OfRoute(judge.Route, judge.Model, providers))) yield return reason;
    }

    private static IEnumerable<string> OfGroundedness(GroundednessSettings grounds, ImmutableArray<ProviderRef> providers)
    {
        foreach (var reason in Range("thresholdPercent", grounds.ThresholdPercent, 1, 100)) yield return reason;
        foreach (var reason in OfTime(grounds.TimeoutMilliseconds, null).Concat(OfRoute(grounds.Route, grounds.Model, providers))) yield return reason;
    }

    private static IEnumerable<string> OfRoute(RouteRule route, string model, ImmutableArray<ProviderRef> providers)
    {
        if (model.Length == 0) yield return "the model is empty";
        foreach (var reason in RouteCheck.FindReasons(route)) yield return $"route {route.Route}: {reason}";
        foreach (var target in route.Targets)
        {
            if (Find(target.Provider, providers) is null) yield return $"route {route.Route}: there is no provider {target.Provider}";
            foreach (var reason in RouteCheck.FindReasons(target)) yield return $"route {route.Route}: {reason}";
        }
    }

    private static IEnumerable<string> OfTime(int? timeout, CallTiming? timing)
    {
        foreach (var reason in Range("timeout", timeout, 1, LongestMs)) yield return reason;
        if (timing is { } known && !Enum.IsDefined(known)) yield return "unknown timing";
    }

    private static ProviderRef? Find(string name, ImmutableArray<ProviderRef> providers) => providers.FirstOrDefault(provider => provider.Provider == name);

    private static IEnumerable<string> Range(string name, int? value, int least, int most)
    {
        if (value is { } number && (number < least || number > most)) yield return $"{name} must be {least} to {most}";
    }

    /// <summary>An id or an ARN, as the API reference of ApplyGuardrail has them.</summary>
    private static bool IsGuardrailId(string id) =>
        id.Length is > 0 and <= 2048
        && (id.All(IsLowerOrDigit) || (id.StartsWith("arn:aws", StringComparison.Ordinal) && id.Contains(":guardrail/", StringComparison.Ordinal) && id.All(letter => IsLowerOrDigit(letter) || letter is ':' or '/' or '-')));

    private static bool IsLowerOrDigit(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter);

    private static bool IsGuardrailVersion(string version) =>
        version == "DRAFT" || (version.Length is > 0 and <= 8 && version[0] != '0' && version.All(char.IsAsciiDigit));
}
