using System.Net;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>A server that asks for a certificate is shown the endpoint's own, and no key is in what is said of it.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new("webhook");
    private WebApplication _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Uri Origin => new(_server.Urls.Single().Replace("localhost", "127.0.0.1", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = _authority.Issue("webhook.example");
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, chain, _) => chain!.ChainElements.Count == 2 || certificate.Issuer == "CN=webhook";
        })));
        _server = builder.Build();
        _server.Run(http => http.Response.WriteAsync(http.Connection.ClientCertificate?.Subject ?? "nobody"));
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task SendAsync_WithACertificate_IsKnownByIt()
    {
        using var own = _authority.Issue("agent");

        Assert.Equal("CN=agent", await AskAsync(PemOf(own)));
    }

    [Fact]
    public async Task SendAsync_WithoutOne_IsRefused() => await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(null));

    [Fact]
    public void Get_OtherCertificate_IsAnotherConnection()
    {
        using var one = _authority.Issue("one");
        using var other = _authority.Issue("other");
        var connections = Connections();
        var first = connections.Get(Endpoint(PemOf(one)));

        Assert.Same(first, connections.Get(Endpoint(PemOf(one))));
        Assert.NotSame(first, connections.Get(Endpoint(PemOf(other))));
        Assert.NotSame(first, connections.Get(Endpoint(null)));
        GC.KeepAlive(first);
    }

    [Theory]
    [InlineData("no pem at all, but sk-secret")]
    [InlineData("-----BEGIN CERTIFICATE-----\nsk-secret\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nc2stc2VjcmV0\n-----END PRIVATE KEY-----")]
    public void Read_Unreadable_IsSaidWithoutTheText(string pem)
    {
        var refused = Assert.ThrowsAny<Exception>(() => ClientCertificates.Read(new(pem)));

        Assert.Equal("the client certificate or its key cannot be read", refused.Message);
        Assert.DoesNotContain("sk-secret", refused.ToString(), StringComparison.Ordinal);
        Assert.False(ClientCertificates.AreReadable(new(pem)));
    }

    [Fact]
    public void Endpoint_AsText_HoldsNoKey()
    {
        using var own = _authority.Issue("agent");

        Assert.DoesNotContain("PRIVATE", Endpoint(PemOf(own)).ToString(), StringComparison.Ordinal);
    }

    private static ProviderConnections Connections() => new(new(), (_, _) => Task.FromResult<IPAddress[]>([]));

    private ProviderEndpoint Endpoint(SecretText? client) => new() { Origin = Origin, CaBundle = _authority.Pem, ServerName = "webhook.example", ClientCertificate = client };

    private static SecretText PemOf(X509Certificate2 own) => new(own.ExportCertificatePem() + "\n" + own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n");

    private async Task<string> AskAsync(SecretText? client)
    {
        var connection = Connections().Get(Endpoint(client));
        using var request = new HttpRequestMessage(HttpMethod.Post, Origin);
        using var answer = await connection.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        GC.KeepAlive(connection); // As the snapshot or the call that uses one does: the collector closes it else, and may while it connects.
        return text;
    }
}
