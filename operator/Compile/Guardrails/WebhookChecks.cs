using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Servers;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>The checks of a webhook: its URL, how it is authenticated at, and that every Secret it uses is opened for its host.</summary>
internal static class WebhookChecks
{
    public static IEnumerable<Diagnostic> Check(CheckCase one)
    {
        if (one.Check.Webhook is not { } webhook) return [];
        return CheckUrl(one).Concat(CheckAuth(one, webhook))
            .Concat(TlsChecks.Check(webhook.Tls, one.Url, RuleMessages.WebhookTlsNeedsHttps, $"{one.Settings}.tls"))
            .Concat(one.Secrets.SelectMany(SecretChecks.Check))
            .Concat(CheckCertificate(one, webhook));
    }

    /// <summary>What the webhook names, not looked up yet.</summary>
    public static ImmutableArray<SecretCase> SecretsOf(CheckCase one)
    {
        if (one.Check.Webhook is not { } webhook) return [];
        ImmutableArray<SecretCase> named = [];
        if ((webhook.Auth?.Bearer?.SecretRef ?? webhook.Auth?.Header?.SecretRef) is { } key)
            named = named.Add(Reference(one, (key.Name, webhook.Auth!.Bearer is null ? "auth.header.secretRef" : "auth.bearer.secretRef"), SecretPart.Line(key.Key ?? SecretKeyRef.DefaultKey) with { IsNamed = true }));
        return webhook.ClientCertificate is { } certificate
            ? named.Add(Reference(one, (certificate.SecretRef.Name, "clientCertificate.secretRef"), SecretPart.Pem(WebhookCertificate.CertificateKey), SecretPart.Pem(WebhookCertificate.PrivateKey)))
            : named;
    }

    /// <summary>Certificate and key as one text; only after the checks, and null for none.</summary>
    public static SecretText? CertificateOf(CheckCase one)
    {
        if (one.Check.Webhook?.ClientCertificate is null) return null;
        var secret = one.Secrets[^1];
        return new($"{SecretChecks.Read(secret, WebhookCertificate.CertificateKey)!.Reveal()}\n{SecretChecks.Read(secret, WebhookCertificate.PrivateKey)!.Reveal()}\n");
    }

    private static SecretCase Reference(CheckCase one, (string Name, string Field) to, params ImmutableArray<SecretPart> parts) => new()
    {
        Namespace = one.Namespace, Name = to.Name, RefField = $"{one.Settings}.{to.Field}", Parts = parts, Goals = [($"{one.Settings}.url", one.Url)], Secret = null,
    };

    private static IEnumerable<Diagnostic> CheckUrl(CheckCase one)
    {
        if (one.UrlProblem is { } problem) yield return Diagnostic.NotAccepted(Reasons.InvalidUrl, $"{one.Settings}.url", problem);
    }

    private static IEnumerable<Diagnostic> CheckAuth(CheckCase one, WebhookOptions webhook)
    {
        if (webhook.Auth is not { } auth) yield break;
        if (auth.Bearer is null == auth.Header is null) yield return Diagnostic.NotAccepted(Reasons.InvalidAuth, $"{one.Settings}.auth", RuleMessages.OneWebhookAuth);
        if (auth.Header is { } header && ServerAuthChecks.FindInHeader(header.Name) is { } problem)
            yield return Diagnostic.NotAccepted(Reasons.InvalidHeader, $"{one.Settings}.auth.header.name", problem);
    }

    private static IEnumerable<Diagnostic> CheckCertificate(CheckCase one, WebhookOptions webhook)
    {
        if (webhook.ClientCertificate is not { } named) yield break;
        if (one.Url?.Scheme == Uri.UriSchemeHttp)
            yield return Diagnostic.NotAccepted(Reasons.InvalidTls, $"{one.Settings}.clientCertificate", RuleMessages.WebhookCertificateNeedsHttps);
        if (!SecretChecks.Check(one.Secrets[^1]).Any() && !IsPair(CertificateOf(one)!))
        {
            yield return Diagnostic.NotResolved(
                Reasons.SecretKeyInvalid,
                $"{one.Settings}.clientCertificate.secretRef.name",
                $"keys \"{WebhookCertificate.CertificateKey}\" and \"{WebhookCertificate.PrivateKey}\" of Secret \"{one.Namespace}/{named.SecretRef.Name}\" are no certificate and the unencrypted key that belongs to it: store both in PEM");
        }
    }

    /// <summary>As a sidecar will read it. Nothing of an exception is told: it may quote what it could not read.</summary>
    private static bool IsPair(SecretText pem)
    {
        try
        {
            using var own = X509Certificate2.CreateFromPem(pem.Reveal(), pem.Reveal());
            return own.HasPrivateKey;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
