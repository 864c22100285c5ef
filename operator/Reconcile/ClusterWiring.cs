using System.Security.Cryptography;
using AiGateway.Operator.Approvals;
using AiGateway.Operator.Certificates;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Leases;
using AiGateway.Operator.NetworkPolicies;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;
using AiGateway.Operator.Status.Breaches;
using AiGateway.Operator.Status.Levels;
using AiGateway.Operator.Suggestions;
using AiGateway.Operator.Watch;
using AiGateway.Operator.Watchdog;

namespace AiGateway.Operator.Reconcile;

/// <summary>What the operator is made of in a cluster: reflectors, TokenReview, a Secret, a Lease, statuses by server-side apply.</summary>
internal static class ClusterWiring
{
    public static void Add(IServiceCollection services, OperatorOptions options, KubeClient client)
    {
        var jitter = new Jitter(new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        services.AddSingleton(client);
        services.AddSingleton(jitter);
        services.AddSingleton(new ReflectorClock(TimeProvider.System, jitter));
        services.AddSingleton<IInventorySource>(all => new ClusterSource(
            client, options.PodNamespace, all.GetRequiredService<ChangeSignal>(), all.GetRequiredService<ReflectorClock>(), all.GetRequiredService<ILogger<ClusterSource>>())
        { LooksForShadows = options.ShadowAgents });
        services.AddSingleton<TokenCheck>(new TokenCache(new TokenReviews(client).CheckAsync, TimeProvider.System).CheckAsync);
        services.AddSingleton<AgentReaders>((who, agent, token) => client.MayAsync(AccessQuestions.ReadAgent(who, agent), token));
        services.AddSingleton<ICertificateStore>(new SecretStore(client, options.PodNamespace));
        services.AddSingleton<IAgentSink>(new ApiAgentSink(client));
        services.AddSingleton<IStatusSink>(all => new ApiStatusSink(client, all.GetRequiredService<ILogger<ApiStatusSink>>()));
        services.AddSingleton(all => new EventRecorder(all.GetRequiredService<SidecarBoard>(), client.CreateEventAsync, TimeProvider.System));
        services.AddSingleton(new CompileOptions());
        services.AddSingleton(new LevelAnnotator((pod, word, token) => LevelIntent.ApplyAsync(client, pod, word, token), TimeProvider.System));
        services.AddHostedService<LevelLoop>();
        services.AddHostedService<LateLeave>().AddHostedService<AgentKeeper>();
        services.AddSingleton<AdmissionFreshness>().AddSingleton<PolicyCatchUp>(all => all.GetRequiredService<AdmissionFreshness>().WaitAsync);
        services.AddSingleton<ILedgerStore>(new ConfigMapStore(client, options.PodNamespace));
        services.AddSingleton<BudgetSink>(all => new ApiBudgetSink(client, all.GetRequiredService<ILogger<ApiBudgetSink>>()).ApplyAsync);
        AddWatchdog(services, options, client);
        AddLeadership(services, options);
        services.AddHostedService(all => new RootsKeeper(
            client, all.GetRequiredService<CertificateHolder>(), () => all.GetRequiredService<CompileLoop>().Latest?.Inventory,
            all.GetRequiredService<CertificateOptions>(), all.GetRequiredService<ILogger<RootsKeeper>>()));
        services.AddSingleton(all => new NetworkPolicyKeeper(
            client,
            new()
            {
                Latest = () => all.GetRequiredService<CompileLoop>().Latest?.Compilation,
                Leads = () => all.GetRequiredService<LeaderSeat>().Leads,
                Changed = all.GetRequiredService<ChangeSignal>().Raise,
            },
            all.GetRequiredService<ILogger<NetworkPolicyKeeper>>()));
        services.AddHostedService(all => all.GetRequiredService<NetworkPolicyKeeper>());
        AddBreaches(services, client);
        ApprovalWiring.Add(services, _ => new ApiApprovalSink(client));
    }

    private static void AddBreaches(IServiceCollection services, KubeClient client)
    {
        services.AddSingleton(new BreachWriter((key, json, options, token) => client.ApplyAsync(ResourceKinds.Agents, key, json, options, token), client.CreateEventAsync));
        services.AddSingleton<BreachKeeper>();
        services.AddHostedService<BreachLoop>();
    }

    /// <summary>A client for this process, by its kubeconfig or its pod's ServiceAccount.</summary>
    public static KubeClient Client() =>
        new(new KubeTransport(KubeConfig.Load(Environment.GetEnvironmentVariable), new(), TimeProvider.System), TimeProvider.System);

    /// <summary>The API server's version; waits for a server that is away, because nothing works without it.</summary>
    public static async Task<ServerVersion> VersionAsync(KubeClient client)
    {
        while (true)
        {
            try
            {
                return await client.ServerVersionAsync(CancellationToken.None);
            }
            catch (Exception exception) when (exception is HttpRequestException or TimeoutException or KubeException)
            {
                await Console.Error.WriteLineAsync($"the API server does not answer yet: {exception.Message}");
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            }
        }
    }

    private static void AddWatchdog(IServiceCollection services, OperatorOptions options, KubeClient client)
    {
        services.AddSingleton(all => new WatchdogOptions
        {
            Mode = options.Watchdog,
            RestartsPerMinute = options.RestartsPerMinute,
            Version = all.GetRequiredService<InjectOptions>().Version,
            Latest = () => all.GetRequiredService<CompileLoop>().Latest,
            Leads = () => all.GetRequiredService<LeaderSeat>().Leads,
        });
        services.AddSingleton(new FindingTeller(client.CreateEventAsync, TimeProvider.System));
        services.AddSingleton(all => all.GetRequiredService<FleetFigures>().Watchdog);
        services.AddSingleton(all => new PodRestarter(
            client.EvictAsync, all.GetRequiredService<FindingTeller>(), all.GetRequiredService<WatchdogFigures>(), all.GetRequiredService<WatchdogOptions>()));
        services.AddSingleton<IHostedService>(all => new WatchdogLoop(
            all.GetRequiredService<FindingTeller>(), all.GetRequiredService<PodRestarter>(), all.GetRequiredService<SidecarBoard>(),
            all.GetRequiredService<WatchdogOptions>(), all.GetRequiredService<WatchdogFigures>())
        {
            Logger = all.GetRequiredService<ILogger<WatchdogLoop>>(),
        });
    }

    private static void AddLeadership(IServiceCollection services, OperatorOptions options)
    {
        services.AddSingleton(new LeaderElectionOptions
        {
            Namespace = options.PodNamespace,
            LeaseName = "aigateway-operator",
            Identity = LeaderSeat.IdentityOf(options),
            LeaseDuration = TimeSpan.FromSeconds(options.LeaseSeconds),
            RenewDeadline = TimeSpan.FromSeconds(options.LeaseSeconds * 2 / 3.0),
            RetryPeriod = TimeSpan.FromSeconds(options.LeaseSeconds * 2 / 15.0),
        });
        services.AddSingleton<LeaderElection>();
        services.AddSingleton<IHostedService>(all => new Background(all.GetRequiredService<LeaderElection>().RunAsync));
        services.AddSingleton(RelayHttp);
        services.AddSingleton<IHostedService>(all => new ReportRelay(
            all.GetRequiredService<StreamBoards>(), () => all.GetRequiredService<LeaderSeat>().Address, all.GetRequiredService<HttpMessageInvoker>(),
            all.GetRequiredService<RelayOptions>(), all.GetRequiredService<ILogger<ReportRelay>>()));
    }

    private static HttpMessageInvoker RelayHttp(IServiceProvider all)
    {
        var certificates = all.GetRequiredService<CertificateHolder>();
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificates.Trusts(certificate, errors) },
        });
    }
}
