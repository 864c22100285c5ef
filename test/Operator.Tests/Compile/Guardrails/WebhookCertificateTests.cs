using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.Guardrails;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Tests.Compile.Guardrails;

/// <summary>The certificate that a sidecar shows to a webhook: what of a Secret becomes one, and that nothing of it is told.</summary>
public sealed class WebhookCertificateTests
{
    private static readonly (string Certificate, string Key) s_one = Make();

    public static TheoryData<string, string, string, string> Unfit() => new()
    {
        { "another one's key", s_one.Certificate, Make().Key, "are no certificate and the unencrypted key that belongs to it" },
        { "no key", s_one.Certificate, s_one.Certificate, "are no certificate and the unencrypted key that belongs to it" },
        { "a key that stops", s_one.Certificate, s_one.Key[..60], "are no certificate and the unencrypted key that belongs to it" },
        { "no PEM", s_one.Certificate, "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "its value is not PEM" },
        { "nothing", "", s_one.Key, "its value is not PEM" },
        { "more than a chain", s_one.Certificate + new string('x', 65536), s_one.Key, "its value is longer than 65536 bytes" },
    };

    [Fact]
    public void Compile_CertificateAndItsKey_ReachTheSidecarAsOneText()
    {
        var compiled = Compile(s_one.Certificate, s_one.Key);

        var webhook = Assert.Single(compiled.Rule!.Checks).Webhook!;
        using var read = X509Certificate2.CreateFromPem(webhook.ClientCertificate!.Reveal(), webhook.ClientCertificate.Reveal());
        Assert.True(read.HasPrivateKey);
        Assert.True(webhook.Account.Unauthenticated);
        Assert.Equal(["guard.example"], webhook.Account.AllowedHosts);
        Assert.Equal("4", compiled.SecretResourceVersion);
    }

    [Theory]
    [MemberData(nameof(Unfit))]
    public void Compile_WhatIsNoPair_IsRefusedWithoutAWordOfIt(string name, string certificate, string key, string message)
    {
        var compiled = Compile(certificate, key);

        Assert.NotEmpty(name);
        Assert.Null(compiled.Rule);
        var found = Assert.Single(compiled.Diagnostics);
        Assert.Equal(Reasons.SecretKeyInvalid, found.Reason);
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key[..Math.Min(key.Length, 24)], $"{found} {compiled}".Replace("-----BEGIN", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static CompiledGuardrail Compile(string certificate, string key)
    {
        var secret = new Secret
        {
            Metadata = new()
            {
                Name = "client", Namespace = "shop", Uid = "u", ResourceVersion = "4",
                Labels = ImmutableDictionary<string, string>.Empty.Add(Group.CredentialLabel, "true"),
                Annotations = ImmutableDictionary<string, string>.Empty.Add(Group.AllowedHostsAnnotation, "guard.example"),
            },
            Data = ImmutableDictionary<string, string>.Empty.Add("tls.crt", Base64(certificate)).Add("tls.key", Base64(key)),
        };
        var guardrail = new Guardrail
        {
            Metadata = new() { Name = "asks", Namespace = "shop", Uid = "g" },
            Spec = new()
            {
                Checks =
                [
                    new()
                    {
                        Type = CheckTypes.Webhook, On = [GuardPlace.Input], Action = GuardAction.Deny,
                        Webhook = new() { Url = "https://guard.example/", ClientCertificate = new() { SecretRef = new() { Name = "client" } } },
                    },
                ],
            },
        };
        return GuardrailCompiler.Compile(guardrail, new() { Secrets = new SecretIndex([secret]), Providers = new ProviderIndex([], []), Routes = [] });
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static (string Certificate, string Key) Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=sidecar", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
