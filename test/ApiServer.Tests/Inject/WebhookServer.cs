using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.ApiServer.Tests.Inject;

/// <summary>The injector's endpoint on loopback over TLS, where a real API server calls it.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly X509Certificate2 certificate = Certify();
    private readonly WebApplication app;
    private int calls;

    private WebhookServer(InjectOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        app = builder.Build();
        var endpoint = new InjectEndpoint(options, (_, labels) => Wishes(labels), (_, _) => Task.CompletedTask, new(), NullLogger<InjectEndpoint>.Instance);
        app.Run(http =>
        {
            Interlocked.Increment(ref calls);
            return endpoint.HandleAsync(http);
        });
    }

    /// <summary>How often the API server has asked.</summary>
    public int Calls => Volatile.Read(ref calls);

    private int Port => new Uri(app.Urls.Single()).Port;

    public static async Task<WebhookServer> StartAsync(InjectOptions options, CancellationToken cancellationToken)
    {
        var server = new WebhookServer(options);
        await server.app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>The charts' own webhook configuration, with this address in the place of the Service, and all the time that the API server gives a webhook: how fast it is, is not what is asked here.</summary>
    public string Configuration()
    {
        const string Service = """
                service:
                  name: aigateway-operator
                  namespace: aigateway-system
                  path: /inject
                  port: 443
            """;
        var manifest = Charts.Read("webhook.yaml");
        Assert.Contains(Service, manifest, StringComparison.Ordinal);
        var trust = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(certificate.ExportCertificatePem() + "\n"));
        return manifest.Replace(Service, $"    url: https://127.0.0.1:{Port}/inject\n    caBundle: {trust}", StringComparison.Ordinal)
            .Replace("timeoutSeconds: 5", "timeoutSeconds: 30", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        certificate.Dispose();
    }

    /// <summary>A policy selects whoever has the label: it has them redirected or refused, and intercepts.</summary>
    private static PodWishes Wishes(IReadOnlyDictionary<string, string> labels) => new()
    {
        Servers = ["files"],
        Mode = labels.ContainsKey("redirected") ? EgressMode.Redirected : EgressMode.Cooperative,
        AskedBy = "platform/ceiling",
        Intercepts = labels.ContainsKey("redirected"),
        TrustedRoots = new() { ConfigMap = "company-roots" },
    };

    private static X509Certificate2 Certify()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=injector", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(1));
    }
}
