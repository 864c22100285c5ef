using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>The credentials of a bundle: what may stand in no text that passes. Each as it is used, and without the word before it (<c>Bearer</c>).</summary>
internal static class HeldKeys
{
    /// <summary>A header of a tool server may carry a key or a plain word; a shorter one, one that does not look drawn, and an id (RFC 9562) are taken for words.</summary>
    private const int LeastHeader = 16;

    public static ImmutableArray<string> Of(BundleRules rules) =>
    [
        .. AccountsOf(rules).SelectMany(KeysOf)
            .Concat(ServersOf(rules).SelectMany(server => server.Headers ?? []).Select(header => LastWord(header.Value.Reveal())).Where(IsKey))
            .Concat(ChecksOf(rules).Select(check => check.Webhook?.ClientCertificate?.Reveal()).OfType<string>().Select(PrivateKeyOf))
            .Where(value => value.Length > 0).Distinct(StringComparer.Ordinal),
    ];

    private static IEnumerable<ProviderRef> AccountsOf(BundleRules rules) =>
        rules.Providers.Concat(ServersOf(rules).Select(server => server.Account)).Concat(ChecksOf(rules).Select(check => check.Webhook?.Account).OfType<ProviderRef>());

    private static IEnumerable<string> KeysOf(ProviderRef account) => [account.Key.Reveal(), account.Aws?.SessionToken?.Reveal() ?? ""];

    private static IEnumerable<McpServerRule> ServersOf(BundleRules rules) => rules.McpServers ?? [];

    private static IEnumerable<CheckRule> ChecksOf(BundleRules rules) => (rules.Guardrails ?? []).SelectMany(guardrail => guardrail.Checks);

    private static string LastWord(string value) => value[(value.LastIndexOf(' ') + 1)..];

    private static bool IsKey(string value) => value.Length >= LeastHeader && Placeholders.IsSecret(value) && !Guid.TryParse(value, out _);

    /// <summary>The first line of the key itself: the certificate beside it is public.</summary>
    private static string PrivateKeyOf(string pem)
    {
        var at = pem.IndexOf("PRIVATE KEY-----", StringComparison.Ordinal);
        return at < 0 ? "" : pem[(at + 16)..].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault("");
    }
}
