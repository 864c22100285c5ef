using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>
/// ProviderCredential -> ProviderRef. A key leaves its Secret only where the Secret's label and annotation open it for the very host that is
/// called: whoever may write a ProviderCredential need not be allowed to read Secrets.
/// </summary>
internal static class ProviderCompiler
{
    private const string SecretField = "spec.auth.apiKey.secretRef.name";
    private const string KeyField = "spec.auth.apiKey.secretRef.key";

    private static readonly ImmutableArray<Func<ProviderCase, Diagnostic?>> Checks =
    [
        CheckProvider, CheckBaseUrlIsSet, CheckBaseUrl, CheckAuth,
        TlsChecks.CheckIsNotEmpty, TlsChecks.CheckHasHttps, TlsChecks.CheckCaBundle, TlsChecks.CheckServerName,
        CheckSecretIsThere, CheckSecretIsOpened, CheckHostIsAllowed, CheckKeyIsThere, CheckKeyIsFit,
    ];

    public static CompiledProvider Compile(ProviderCredential credential, SecretIndex secrets)
    {
        var one = ProviderCase.From(credential, secrets);
        var diagnostics = Diagnostic.Sort(Checks.Select(check => check(one)).OfType<Diagnostic>());
        return diagnostics.IsEmpty
            ? new() { Credential = credential, Rule = Assemble(one), Secret = one.Secret, Diagnostics = [] }
            : new() { Credential = credential, Diagnostics = diagnostics };
    }

    private static ProviderRef Assemble(ProviderCase one) => new()
    {
        Provider = $"{one.Credential.Metadata.Namespace}/{one.Credential.Metadata.Name}",
        Kind = one.Spec.Provider,
        Dialect = one.Kind!.Dialect,
        BaseUrl = BaseUrlReader.Write(one.Url!),
        AllowedHosts = one.AllowedHosts,
        KeyHeader = one.Kind.KeyHeader,
        KeyPrefix = one.Kind.KeyPrefix,
        Key = SecretKeyReader.Read(one.Secret!.Data[one.SecretKey]).Key!,
        CaBundle = one.Spec.Tls?.CaBundle,
        ServerName = one.Spec.Tls?.ServerName,
    };

    private static Diagnostic? CheckProvider(ProviderCase one) =>
        one.Kind is not null
            ? null
            : Diagnostic.NotAccepted(Reasons.UnknownProvider, "spec.provider", $"this provider is not known: must be one of {ProviderKind.Names}");

    private static Diagnostic? CheckBaseUrlIsSet(ProviderCase one) =>
        one.Kind is { DefaultBaseUrl: null } && one.Spec.BaseUrl is null
            ? Diagnostic.NotAccepted(Reasons.InvalidBaseUrl, "spec.baseUrl", RuleMessages.BaseUrlRequired)
            : null;

    private static Diagnostic? CheckBaseUrl(ProviderCase one) =>
        one.UrlProblem is { } problem ? Diagnostic.NotAccepted(Reasons.InvalidBaseUrl, "spec.baseUrl", problem) : null;

    private static Diagnostic? CheckAuth(ProviderCase one) =>
        one.SecretRef is null ? Diagnostic.NotAccepted(Reasons.InvalidAuth, "spec.auth", RuleMessages.OneAuth) : null;

    private static Diagnostic? CheckSecretIsThere(ProviderCase one) =>
        one.SecretRef is null || one.Secret is not null
            ? null
            : Diagnostic.NotResolved(
                Reasons.SecretNotFound,
                SecretField,
                $"Secret {Quote(one)} does not exist, or lacks the label {Group.CredentialLabel}: \"true\" without which the operator does not see it: create it, or label it");

    private static Diagnostic? CheckSecretIsOpened(ProviderCase one) =>
        one.Secret is null || !one.AllowedHosts.IsEmpty
            ? null
            : Diagnostic.NotResolved(
                Reasons.SecretNotOpened,
                SecretField,
                $"Secret {Quote(one)} has no annotation {Group.AllowedHostsAnnotation}, or an empty one: write into it the hosts that the key may be sent to");

    private static Diagnostic? CheckHostIsAllowed(ProviderCase one) =>
        one.Url is null || one.Secret is null || one.AllowedHosts.IsEmpty || one.IsOpened
            ? null
            : Diagnostic.NotResolved(
                Reasons.HostNotAllowed,
                "spec.baseUrl",
                $"the annotation {Group.AllowedHostsAnnotation} of Secret {Quote(one)} does not name {Origin(one.Url)}: whoever owns the Secret may add {Entry(one.Url)}; else call a host that it names");

    private static Diagnostic? CheckKeyIsThere(ProviderCase one) =>
        !one.IsOpened || one.Secret!.Data.ContainsKey(one.SecretKey)
            ? null
            : Diagnostic.NotResolved(
                Reasons.SecretKeyMissing,
                KeyField,
                $"Secret {Quote(one)} has no key \"{one.SecretKey}\": add it, or name the key that holds the provider's key");

    private static Diagnostic? CheckKeyIsFit(ProviderCase one) =>
        one.IsOpened && one.Secret!.Data.TryGetValue(one.SecretKey, out var value) && SecretKeyReader.Read(value).Problem is { } problem
            ? Diagnostic.NotResolved(Reasons.SecretKeyInvalid, KeyField, $"key \"{one.SecretKey}\" of Secret {Quote(one)}: {problem}")
            : null;

    private static string Quote(ProviderCase one) => $"\"{one.Credential.Metadata.Namespace}/{one.SecretRef!.Name}\"";

    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);

    /// <summary>The annotation's entry that would open the key for this URL; see <see cref="AllowedHost"/>.</summary>
    private static string Entry(Uri url) => url.Scheme == Uri.UriSchemeHttps ? url.Authority : Origin(url);
}
