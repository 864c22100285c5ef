using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Prices;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>
/// ProviderCredential -> ProviderRef. A key leaves its Secret only where the Secret's label and annotation open it for the very hosts that are
/// called: whoever may write a ProviderCredential need not be allowed to read Secrets.
/// </summary>
internal static class ProviderCompiler
{
    private static readonly ImmutableArray<Func<ProviderCase, IEnumerable<Diagnostic>>> Checks =
    [
        One(CheckProvider), One(CheckBaseUrlIsSet), One(CheckBaseUrl), One(CheckTokenUrl), One(CheckAuth), One(CheckAuthFits), One(CheckAzure),
        one => TlsChecks.Check(one.Spec.Tls, one.Url, RuleMessages.TlsNeedsHttps), one => one.Secret is { } secret ? SecretChecks.Check(secret) : [], PriceOverrides.Check,
    ];

    public static CompiledProvider Compile(ProviderCredential credential, SecretIndex secrets, ExchangedTokens tokens)
    {
        var one = ProviderCase.From(credential, secrets);
        var compiled = Compile(one, Diagnostic.Sort(Checks, one), tokens);
        return compiled with { Diagnostics = [.. compiled.Diagnostics, .. Sharing.Check(credential.Metadata.Namespace, credential.Spec.SharedWith)] };
    }

    private static CompiledProvider Compile(ProviderCase one, ImmutableArray<Diagnostic> diagnostics, ExchangedTokens tokens)
    {
        if (!diagnostics.IsEmpty) return new() { Credential = one.Credential, Diagnostics = diagnostics };
        var request = TokenChecks.RequestOf(one);
        var token = request is null ? null : tokens.Find(request.Key);
        return request is not null && TokenChecks.Check(one.Auth!.Field, request.Url, token) is { } lacking
            ? new() { Credential = one.Credential, TokenRequest = request, Diagnostics = [lacking] }
            : new() { Credential = one.Credential, Rule = ProviderAssembly.Assemble(one, token), Secret = one.Secret?.Secret, TokenRequest = request, Diagnostics = [] };
    }

    private static Diagnostic? CheckProvider(ProviderCase one) =>
        one.Kind is not null
            ? null
            : Diagnostic.NotAccepted(Reasons.UnknownProvider, "spec.provider", $"this provider is not known: must be one of {ProviderKind.Names}");

    private static Diagnostic? CheckBaseUrlIsSet(ProviderCase one)
    {
        if (one.Kind is null || one.Auth is null || one.Spec.BaseUrl is not null || one.Kind.DefaultBaseUrl(one.Spec.Auth) is not null) return null;
        var isCloud = one.Kind.OtherAuth is AuthCase.Aws or AuthCase.Gcp;
        return Diagnostic.NotAccepted(Reasons.InvalidBaseUrl, "spec.baseUrl", isCloud ? RuleMessages.CloudBaseUrlRequired : RuleMessages.BaseUrlRequired);
    }

    private static Diagnostic? CheckBaseUrl(ProviderCase one) =>
        one.UrlProblem is { } problem ? Diagnostic.NotAccepted(Reasons.InvalidBaseUrl, "spec.baseUrl", problem) : null;

    private static Diagnostic? CheckTokenUrl(ProviderCase one) =>
        one.TokenUrlProblem is { } problem ? Diagnostic.NotAccepted(Reasons.InvalidBaseUrl, one.Auth!.TokenUrlField, problem) : null;

    private static Diagnostic? CheckAuth(ProviderCase one) =>
        one.Auth is null ? Diagnostic.NotAccepted(Reasons.InvalidAuth, "spec.auth", RuleMessages.OneAuth) : null;

    private static Diagnostic? CheckAuthFits(ProviderCase one) =>
        one.Auth is null || one.Kind is null || one.Kind.Takes(one.Auth.Way) ? null : Diagnostic.NotAccepted(Reasons.InvalidAuth, one.Auth.Field, RuleMessages.AuthFitsProvider);

    private static Diagnostic? CheckAzure(ProviderCase one) =>
        one.Spec.Azure is not null && one.Kind is { Dialect: not Dialects.AzureOpenAi } ? Diagnostic.NotAccepted(Reasons.InvalidAzure, "spec.azure", RuleMessages.AzureAlone) : null;

    private static Func<ProviderCase, IEnumerable<Diagnostic>> One(Func<ProviderCase, Diagnostic?> check) => one => check(one) is { } found ? [found] : [];
}
