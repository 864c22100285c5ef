using AiGateway.Fakes.Mcp;
using AiGateway.Rig;

namespace AiGateway.Conformance.Tests.Legs;

/// <summary>Fake servers: one for each leg and way, because the suite changes the server that it talks to; and the line in front of half of them.</summary>
internal sealed class ToolServers : IAsyncDisposable
{
    public const string Lax = "lax";
    private readonly Dictionary<string, FakeMcpServer> _direct = [];
    private readonly Dictionary<string, FakeMcpServer> _behind = [];
    private readonly Dictionary<string, int> _relays = ClientLeg.All.ToDictionary(leg => leg.Server, _ => FreePort.Find());
    private RealLine? _line;

    public static async Task<ToolServers> StartAsync()
    {
        var servers = new ToolServers();
        foreach (var side in (Dictionary<string, FakeMcpServer>[])[servers._direct, servers._behind])
        {
            foreach (var leg in Leg.All) side[leg.Server] = await FakeMcpServer.StartAsync(new() { StreamsAnswers = leg.Streams, Remember = 0 });
            side[Lax] = await FakeMcpServer.StartAsync(new() { LaxHeaders = true, Remember = 0 });
        }
        return servers;
    }

    /// <summary>The server itself; localhost, because the suite tries DNS rebinding only there.</summary>
    public Uri Direct(string server) => Localhost(_direct[server].Url);

    /// <summary>Its like, behind the sidecar.</summary>
    public Uri Through(string server) => Localhost(new($"{_line!.Root}/mcp/{server}"));

    /// <summary>Leads the suite's client through the sidecar, and what comes out of it to the suite's server.</summary>
    public IReadOnlyDictionary<string, string> Lead(ClientLeg leg) => new Dictionary<string, string>
    {
        ["AIGATEWAY_URL"] = Through(leg.Server).ToString(),
        ["AIGATEWAY_RELAY_PORT"] = $"{_relays[leg.Server]}",
    };

    public async Task StartLineAsync() => _line = await RealLine.StartAsync(("conformance", "agent"), Write);

    public async ValueTask DisposeAsync()
    {
        if (_line is not null) await _line.DisposeAsync();
        foreach (var server in _direct.Values.Concat(_behind.Values)) await server.DisposeAsync();
    }

    private void Write(string folder)
    {
        var manifests = Path.Combine(Checkout.Root, "test/Conformance.Tests/manifests");
        File.Copy(Path.Combine(manifests, "agent.yaml"), Path.Combine(folder, "agent.yaml"));
        var server = File.ReadAllText(Path.Combine(manifests, "server.yaml"));
        foreach (var (name, fake) in _behind) WriteServer(name, fake.Url.ToString());
        foreach (var leg in ClientLeg.All) WriteServer(leg.Server, $"http://127.0.0.1:{_relays[leg.Server]}{leg.Path}");

        void WriteServer(string name, string url) => File.WriteAllText(
            Path.Combine(folder, $"{name}.yaml"),
            server.Replace("SERVER_NAME", name, StringComparison.Ordinal).Replace("SERVER_URL", url, StringComparison.Ordinal));
    }

    private static Uri Localhost(Uri url) => new UriBuilder(url) { Host = "localhost" }.Uri;
}
