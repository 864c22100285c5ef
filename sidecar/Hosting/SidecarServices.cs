using System.Net;
using System.Security.Cryptography;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Pipeline;
using AiGateway.Sidecar.Redirects;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiGateway.Sidecar.Hosting;

/// <summary>Everything that lives as long as the process. Registered by delegates: nothing is found by reflection at start.</summary>
internal static class SidecarServices
{
    /// <summary>After the drain: for connections to close and the last report and records to go out.</summary>
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(1.5);

    public static void AddSidecar(this IServiceCollection services, SidecarOptions options, string version, Stream audit)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain + AfterDrain);
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        services.Configure<SocketTransportOptions>(Listeners.Configure);
        services.AddSnapshots(options);
        services.AddRedirect(options);
        services.AddHostedService(all => CreateClient(all, options, version));
        services.AddCallPipeline(new PipelineOptions { ByteBudget = options.ByteBudget, MaxBody = options.MaxBody, OpenJournal = () => audit });
        services.AddSingleton(all => new KeptCounts(options.StateFolder, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<KeptCounts>>()));
        services.AddHostedService<CountKeeper>();
        services.AddHostedService<SliceFarewell>();
        services.AddInterception(options);
        services.AddEgressDoors();
        services.AddFrontDoor(options);
    }

    private static void AddSnapshots(this IServiceCollection services, SidecarOptions options)
    {
        services.AddSingleton<SnapshotHolder>().AddSingleton(all => ProcessEpoch.Begin(options.StateFolder, all.GetRequiredService<TimeProvider>())).AddSingleton<Nudge>();
        services.AddSingleton<IUpWord, UsedWords>();
        services.AddSingleton(new ProviderConnectionsOptions { Proxy = options.Proxy, NoProxy = options.NoProxy });
        services.AddSingleton(all => new ProviderConnections(all.GetRequiredService<ProviderConnectionsOptions>(), Dns.GetHostAddressesAsync));
        services.AddSingleton<SnapshotBuilder>();
        services.AddSingleton(all => new LastGoodStore(
            options.StateFolder, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<LastGoodStore>>()));
        services.AddSingleton(new StalenessOptions { MaxStaleness = options.MaxStaleness, OnLoss = options.OnLoss });
        services.AddSingleton<SnapshotKeeper>();
        services.AddHostedService<StalenessWatch>();
    }

    private static void AddFrontDoor(this IServiceCollection services, SidecarOptions options)
    {
        services.AddSingleton(all => new McpConfigFile(options.McpFolder, options.Api, all.GetRequiredService<SnapshotHolder>(),
            all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<McpConfigFile>>()));
        services.AddHostedService(all => all.GetRequiredService<McpConfigFile>());
        services.AddSingleton<Readiness>();
        services.AddSingleton<HealthPages>();
        services.AddSingleton<SnapshotMetrics>();
        services.AddSingleton<FrontDoor>();
        services.AddSingleton(new DrainOptions { Longest = options.Drain });
        services.AddSingleton<Drain>();
        services.AddHostedService<DrainService>();
        services.AddHostedService(all => new IdleCollector(
            all.GetRequiredService<LiveCalls>(), all.GetRequiredService<CallTotals>(), all.GetRequiredService<TimeProvider>(), (() => Collect(all), UnusedPages.Release)));
    }

    private static void Collect(IServiceProvider all)
    {
        all.GetRequiredService<BlockPool>().Trim();
        IdleCollector.CollectAll();
    }

    private static BundleClient CreateClient(IServiceProvider all, SidecarOptions options, string version)
    {
        var client = new BundleClientOptions
        {
            Operator = options.Operator,
            TokenFile = options.TokenFile,
            RootsFile = options.RootsFile,
            Version = version,
            Epoch = all.GetRequiredService<ProcessEpoch>().Value,
            Totals = () => all.GetRequiredService<CallTotals>().ToReport("", 0),
            Servers = all.GetRequiredService<McpLedgers>().Tools.ToSeen,
            Enforcement = all.GetRequiredService<EnforcementBoard>().Read,
            Words = [.. all.GetServices<IUpWord>()],
            Ears = [.. all.GetServices<IDownWord>()],
            Nudge = all.GetRequiredService<Nudge>(),
            Finish = () =>
            {
                all.GetRequiredService<Drain>().AgentEnded();
                all.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            },
        };
        var backoff = new Backoff(new BackoffOptions(), new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        return new BundleClient(client, all.GetRequiredService<SnapshotKeeper>(), backoff,
            all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<BundleClient>>());
    }
}
