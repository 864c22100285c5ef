using System.Collections.Frozen;
using System.Net;
using AiGateway.Operator.Publish;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Publish;

/// <summary>One replica's publishing half on a real server: boards, stream and relay, with tokens that a test deals out.</summary>
internal sealed class StreamHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamHost(WebApplication app, ManualTime time)
    {
        _app = app;
        Time = time;
        Sidecars = new SidecarBoard(time);
        Words = new WordBoard(time);
        Boards = new(Sidecars, Words, new Downlink(Sidecars));
    }

    public ManualTime Time { get; }

    public BundleBoard Bundles { get; } = new();

    public SidecarBoard Sidecars { get; }

    public WordBoard Words { get; }

    public StreamBoards Boards { get; }

    public Dictionary<string, TokenIdentity> Tokens { get; } = [];

    public bool Leads { get; set; } = true;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<StreamHost> StartAsync(ManualTime? time = null, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var host = new StreamHost(app, time ?? new ManualTime());
        host.MapAll();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        host.Address = new Uri(addresses.Addresses.First());
        return host;
    }

    public void Publish(params PodBundle[] bundles) =>
        Bundles.Publish(bundles.ToFrozenDictionary(bundle => bundle.Agent.PodUid, StringComparer.Ordinal));

    public SidecarClient Open(string token) => new(Address, token);

    public async ValueTask DisposeAsync()
    {
        Bundles.Close();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(bound.Token);
        await _app.DisposeAsync();
    }

    private void MapAll()
    {
        TokenCheck check = (token, _) => Task.FromResult(Tokens.GetValueOrDefault(token));
        new BundleEndpoint(Bundles, Boards, check, Time, NullLogger<BundleEndpoint>.Instance).Map(_app);
        var relay = new RelayOptions { Replica = "here", Namespace = "aigateway-system", TokenFile = "", Time = Time };
        new RelayEndpoint(Boards, check, relay, NullLogger<RelayEndpoint>.Instance).Map(_app, () => Leads, _app.Lifetime.ApplicationStopping);
    }
}
