using System.Security.Cryptography;
using AiGateway.Operator.Certificates;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Leases;
using AiGateway.Operator.NetworkPolicies;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;
using AiGateway.Operator.Suggestions;
using AiGateway.Operator.Tokens;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Reconcile;

/// <summary>Puts the rooms together: what is the same in a cluster and without one. What differs is added by the caller.</summary>
internal static class OperatorHost
{
    /// <summary>A whole fleet may connect at once, when another replica has gone.</summary>
    private const int Backlog = 4096;

    public static WebApplication Build(OperatorOptions options, InjectOptions inject, Action<IServiceCollection> addMode)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        var certificates = new CertificateHolder();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .UseSockets(sockets => sockets.Backlog = Backlog)
            .ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options, certificates));
        builder.Services.AddRoutingCore();
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ssZ "));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(options).AddSingleton(inject).AddSingleton(certificates).AddSingleton(TimeProvider.System);
        addMode(builder.Services);
        AddRooms(builder.Services, options);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddRooms(IServiceCollection services, OperatorOptions options)
    {
        services.AddSingleton<ChangeSignal>().AddSingleton<BundleBoard>().AddSingleton<SidecarBoard>();
        services.AddSingleton<WordBoard>().AddSingleton<Downlink>().AddSingleton<StreamBoards>();
        services.AddSingleton<InjectionCounts>().AddSingleton<BundleEndpoint>().AddSingleton<RelayEndpoint>().AddSingleton<InjectEndpoint>();
        services.AddSingleton<PolicyLookup>(all => (name, labels) => all.GetRequiredService<CompileLoop>().Latest?.Compilation.Wishes.Of(name, labels));
        services.AddSingleton<StatusWriter>().AddSingleton<FleetFigures>().AddSingleton<MetricsPage>().AddSingleton<HealthEndpoint>();
        services.AddSingleton(all => new SuggestionEndpoint(
            () => RegistryWiring.WithAgents(all), all.GetRequiredService<TokenCheck>(), all.GetRequiredService<AgentReaders>(), TimeProvider.System,
            all.GetRequiredService<ILogger<SuggestionEndpoint>>()));
        AddTokens(services);
        services.AddSingleton(all => new LeaderSeat(all.GetService<LeaderElection>(), options));
        services.AddSingleton(new RelayOptions
        {
            Replica = options.PodName,
            Namespace = options.PodNamespace,
            TokenFile = options.RelayTokenFile,
            ServerName = CertificateOptions.NamesIn(options.PodNamespace)[0],
        });
        services.AddSingleton(all => new CertificateOptions
        {
            Names = CertificateOptions.NamesIn(options.PodNamespace), Leads = () => all.GetRequiredService<LeaderSeat>().Leads,
        });
        services.AddSingleton(all => new StatusLoopOptions
        {
            Latest = () => all.GetRequiredService<CompileLoop>().Latest,
            Turned = () => all.GetRequiredService<CompileLoop>().Turned,
            Leads = () => all.GetRequiredService<LeaderSeat>().Leads,
        });
        RegistryWiring.Add(services, options);
        services.AddHostedService<CertificateKeeper>();
        services.AddSingleton<IHostedService>(all => new Background(all.GetRequiredService<IInventorySource>().RunAsync));
        services.AddHostedService(all => all.GetRequiredService<CompileLoop>());
        services.AddHostedService<StatusLoop>();
        services.AddHostedService(_ => new GarbageBound(TimeProvider.System, GarbageBound.OwnHeap, GarbageBound.CollectAll));
        AddLeases(services);
    }

    private static void AddLeases(IServiceCollection services) => services.AddHostedService(all => new LeaseKeeper(
        (all.GetRequiredService<WordBoard>(), all.GetRequiredService<Downlink>()),
        all.GetRequiredService<ILedgerStore>(),
        all.GetRequiredService<BudgetSink>(),
        new()
        {
            Latest = () => all.GetRequiredService<CompileLoop>().Latest is { } turn ? (turn.Inventory, turn.Compilation) : null,
            Leads = () => all.GetRequiredService<LeaderSeat>().Leads,
            Figures = all.GetRequiredService<FleetFigures>().Leases,
        },
        all.GetRequiredService<ILogger<LeaseKeeper>>()));

    /// <summary>Every replica exchanges its own tokens, as every replica compiles.</summary>
    private static void AddTokens(IServiceCollection services)
    {
        services.AddSingleton(all => new TokenKeeperOptions
        {
            Time = all.GetRequiredService<TimeProvider>(),
            Jitter = new Jitter(new Random(RandomNumberGenerator.GetInt32(int.MaxValue))),
            Changed = all.GetRequiredService<ChangeSignal>().Raise,
        });
        services.AddSingleton(all => new TokenExchange(TokenConnections.Create(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TokenKeeper>();
        services.AddHostedService(all => all.GetRequiredService<TokenKeeper>());
        services.AddSingleton(all => new CompileLoop(
            all.GetRequiredService<IInventorySource>(),
            all.GetRequiredService<ChangeSignal>(),
            all.GetRequiredService<BundleBoard>(),
            all.GetRequiredService<CompileOptions>() with
            {
                Tokens = () => all.GetRequiredService<TokenKeeper>().Current,
                WantTokens = all.GetRequiredService<TokenKeeper>().Want,
                NetworkPolicies = () => all.GetService<NetworkPolicyKeeper>()?.State ?? NetworkPolicyState.NoCluster,
            },
            all.GetRequiredService<ILogger<CompileLoop>>()));
    }

    private static void Map(WebApplication app)
    {
        var all = app.Services;
        app.Use(Door.Guard);
        all.GetRequiredService<BundleEndpoint>().Map(app);
        all.GetRequiredService<RelayEndpoint>().Map(app, () => all.GetRequiredService<LeaderSeat>().Leads, app.Lifetime.ApplicationStopping);
        all.GetRequiredService<SuggestionEndpoint>().Map(app);
        all.GetRequiredService<HealthEndpoint>().Map(app);
        app.MapPost(InjectEndpoint.Path, http =>
        {
            // While this replica leaves, the API server must not send its next question on a connection that is about to be closed: it does not ask twice.
            if (app.Lifetime.ApplicationStopping.IsCancellationRequested) http.Response.Headers.Connection = "close";
            all.GetRequiredService<FleetFigures>().CountInjection();
            return all.GetRequiredService<InjectEndpoint>().HandleAsync(http);
        });
        app.Lifetime.ApplicationStopping.Register(all.GetRequiredService<BundleBoard>().Close);
    }
}
