using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

/// <summary>The whole process: what it writes before it serves, and a proxy's client whose host is intercepted.</summary>
public sealed class InterceptingSidecarTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intercepting-").FullName;

    private string State => Directory.CreateDirectory(Path.Combine(_folder, "state")).FullName;

    private string Trust => Path.Combine(_folder, "trust");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_NothingIsIntercepted_MakesNoAuthority()
    {
        await using var house = await HostHouse.StartAsync(vary: options => options with { StateFolder = State });
        await house.ProgramAsync(GivenBundle.With());

        Assert.Equal(HttpStatusCode.OK, (await house.Client.GetAsync(new Uri(house.Health, "/readyz"), Stop)).StatusCode);
        Assert.False(File.Exists(Path.Combine(State, PodAuthority.FileName)));
    }

    [Fact]
    public async Task Ready_OnlyWhereWhatIsToBeTrustedStands()
    {
        await using var house = await HostHouse.StartAsync(vary: options => options with { StateFolder = State, TrustFolder = Trust });
        await house.ProgramAsync(GivenBundle.With());
        Assert.Contains("are not written", await (await house.Client.GetAsync(new Uri(house.Health, "/readyz"), Stop)).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        Directory.CreateDirectory(Trust);

        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(Trust, TrustFiles.BundleName)), "the certificates are written");
        await Eventually.HoldsAsync(() => house.Client.GetAsync(new Uri(house.Health, "/readyz"), Stop).Result.IsSuccessStatusCode, "it is ready");
    }

    [Fact]
    public async Task Connect_InterceptedHost_IsServedByWhatTheAgentWasGivenToTrust()
    {
        Directory.CreateDirectory(Trust);
        await using var house = await HostHouse.StartAsync(vary: options => options with { StateFolder = State, TrustFolder = Trust });
        await house.ProgramAsync(GivenBundle.With(rules => rules with
        {
            Agent = rules.Agent with { Policies = [rules.Agent.Policies[0] with { Egress = new EgressRule { Intercept = ["api.openai.com"] } }] },
        }));

        await using var connection = await house.ConnectAsync();
        await connection.WriteAsync("CONNECT api.openai.com:443 HTTP/1.1\r\nHost: api.openai.com:443\r\n\r\n"u8.ToArray(), Stop);
        var established = new byte["HTTP/1.1 200 ".Length];
        await connection.ReadExactlyAsync(established, Stop);
        Assert.Equal("HTTP/1.1 200 ", Encoding.ASCII.GetString(established));
        await ReadToBlankLineAsync(connection);
        await using var tls = new SslStream(connection, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "api.openai.com", CertificateChainPolicy = Trusted() }, Stop);
        await tls.WriteAsync("GET /v1/models HTTP/1.1\r\nHost: api.openai.com\r\nConnection: close\r\n\r\n"u8.ToArray(), Stop);
        using var reader = new StreamReader(tls, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(Stop);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"fast\"", answer, StringComparison.Ordinal);
    }

    private X509ChainPolicy Trusted()
    {
        var policy = Interceptor.Trusting(null, DateTime.UtcNow);
        policy.CustomTrustStore.ImportFromPemFile(Path.Combine(Trust, TrustFiles.AuthorityName));
        return policy;
    }

    private static async Task ReadToBlankLineAsync(Stream stream)
    {
        var (last, one) = ("", new byte[1]);
        while (!last.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, Stop);
            last += (char)one[0];
        }
    }
}
