using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace AiGateway.ApiServer.Tests.Crds;

/// <summary>What <c>kubectl get</c> prints: the API server makes it from the print columns.</summary>
internal sealed record ServerTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static async Task<ServerTable> ReadAsync(ApiServerFixture server, string path, CancellationToken cancellationToken)
    {
        var config = server.Config(server.Port);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(server.AuthorityFile);
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = [config.ClientCertificate!],
                CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
            },
        });
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json;as=Table;v=v1;g=meta.k8s.io");
        using var table = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(config.Server, path), cancellationToken));
        return new(
            [.. table.RootElement.GetProperty("columnDefinitions").EnumerateArray().Select(column => column.GetProperty("name").GetString()!)],
            [.. table.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("cells").EnumerateArray().Select(cell => cell.ToString()).ToList())]);
    }
}
