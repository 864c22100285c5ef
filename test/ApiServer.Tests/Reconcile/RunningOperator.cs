using AiGateway.Operator.Inject;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Watchdog;
using AiGateway.Rig;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.ApiServer.Tests.Reconcile;

/// <summary>One replica of the whole operator, wired as in a cluster, in this process.</summary>
internal sealed class RunningOperator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningOperator(WebApplication app) => _app = app;

    public Uri Stream => Address(0);

    public static async Task<RunningOperator> StartAsync(KubeClient client, string space, string name, CancellationToken cancellationToken, WatchdogMode watchdog = WatchdogMode.Report)
    {
        var options = new OperatorOptions { PodName = name, PodNamespace = space, StreamPort = 0, WebhookPort = 0, HealthPort = 0, Watchdog = watchdog };
        var inject = new InjectOptionsReader(_ => null).Read(nativeByDefault: false);
        var app = OperatorHost.Build(options, inject, services =>
        {
            ClusterWiring.Add(services, options, client);
            services.Remove(services.Single(service => service.ImplementationType == typeof(LateLeave))); // Nobody asks this replica once a test has ended.
        });
        await app.StartAsync(cancellationToken);
        return new(app);
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Address(2), "/readyz"), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    public async Task<string> MetricsAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(Address(2), "/metrics"), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(LateLeave.Margin + Eventually.Bound);
        await _app.StopAsync(bound.Token);
        await _app.DisposeAsync();
    }

    private Uri Address(int listener)
    {
        var all = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return new UriBuilder(all.ElementAt(listener)) { Host = "localhost" }.Uri;
    }
}
