using AiGateway.Operator.Inject;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.RegistryBench;

/// <summary>The real operator over a real API server, as in a cluster but for tokens, which name pods themselves. It says its addresses and runs until its input ends.</summary>
internal static class OperatorSide
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var client = new KubeClient(new KubeTransport(KubeConfig.Load(Environment.GetEnvironmentVariable), new(), TimeProvider.System), TimeProvider.System);
        var options = new OperatorOptions { PodName = "operator-0", StreamPort = 0, WebhookPort = 0, HealthPort = 0 };
        await using var app = OperatorHost.Build(options, new InjectOptionsReader(_ => null).Read(nativeByDefault: false), services =>
        {
            ClusterWiring.Add(services, options, client);
            services.AddSingleton<TokenCheck>(CheckAsync);
            services.AddLogging(logging => logging.AddFilter(level => level >= LogLevel.Error));
        });
        await app.StartAsync(cancellationToken);
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses) await Console.Out.WriteLineAsync(address);
        await Console.In.ReadToEndAsync(cancellationToken);
        await app.StopAsync(cancellationToken);
        return 0;
    }

    private static Task<TokenIdentity?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var (agent, uid) = (int.Parse(token.AsSpan(0, token.IndexOf('/', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture), token[(token.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return Task.FromResult<TokenIdentity?>(new() { Namespace = RegistrySize.NamespaceOf(agent), ServiceAccount = "default", Pod = RegistrySize.PodOf(agent), PodUid = uid });
    }
}
