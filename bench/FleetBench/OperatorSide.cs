using AiGateway.Operator.Certificates;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Status;
using AiGateway.Operator.Watch;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.FleetBench;

/// <summary>The real operator, over a generated inventory; it says its address, waits for the fleet, changes a policy again and again, and says what it saw.</summary>
internal static class OperatorSide
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var state = Directory.CreateTempSubdirectory("fleet");
        try
        {
            await using var app = Build(state.FullName);
            await app.StartAsync(cancellationToken);
            var loop = app.Services.GetRequiredService<CompileLoop>();
            while (loop.Latest is null) await Task.Delay(50, cancellationToken);

            await Console.Out.WriteLineAsync(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
            await Console.Out.WriteLineAsync(await new FleetMeasure(app.Services).RunAsync(cancellationToken));
            await app.StopAsync(cancellationToken);
            return 0;
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static WebApplication Build(string state)
    {
        var options = new OperatorOptions { Folder = state, StateDir = state, StreamPort = 0, WebhookPort = 0, HealthPort = 0 };
        return OperatorHost.Build(options, new InjectOptionsReader(_ => null).Read(nativeByDefault: false), services =>
        {
            services.AddSingleton<FleetInventory>();
            services.AddSingleton<IInventorySource>(all => all.GetRequiredService<FleetInventory>());
            services.AddSingleton<TokenCheck>(CheckAsync);
            services.AddSingleton<ICertificateStore>(new FolderStore(state));
            services.AddSingleton<IStatusSink, SilentSink>();
            services.AddSingleton(all => new EventRecorder(all.GetRequiredService<SidecarBoard>(), (_, _) => Task.CompletedTask, TimeProvider.System));
            services.AddSingleton(new CompileOptions());
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter(level => level >= LogLevel.Error));
        });
    }

    private static Task<TokenIdentity?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var number = int.Parse(token.AsSpan("token-".Length), System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult<TokenIdentity?>(new()
        {
            Namespace = "team-000", ServiceAccount = "default", Pod = $"agent-{number}", PodUid = FleetSize.UidOf(number),
        });
    }
}
