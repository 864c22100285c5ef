using AiGateway.Operator.Certificates;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Status;
using AiGateway.Operator.Watch;

namespace AiGateway.OperatorBench.Fleet;

/// <summary>The real operator, over a generated inventory; it waits for the fleet, changes a policy again and again, and says what it saw.</summary>
internal static class FleetOperator
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var state = Directory.CreateTempSubdirectory("fleet");
        try
        {
            var options = new OperatorOptions { Folder = state.FullName, StateDir = state.FullName };
            await using var app = await OperatorApp.StartAsync(options, services => Add(services, state.FullName), cancellationToken);
            var loop = app.Services.GetRequiredService<CompileLoop>();
            while (loop.Latest is null) await Task.Delay(50, cancellationToken);

            var over = Console.In.ReadToEndAsync(cancellationToken);
            var measure = new FleetMeasure(app.Services).RunAsync(cancellationToken);
            if (await Task.WhenAny(measure, over) == over) return 1;
            await Console.Out.WriteLineAsync(await measure);
            await app.StopAsync(cancellationToken);
            return 0;
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static void Add(IServiceCollection services, string state) => services
        .AddSingleton<FleetInventory>()
        .AddSingleton<IInventorySource>(all => all.GetRequiredService<FleetInventory>())
        .AddSingleton<ICertificateStore>(new FolderStore(state))
        .AddSingleton<IStatusSink, SilentSink>()
        .AddSingleton(all => new EventRecorder(all.GetRequiredService<SidecarBoard>(), (_, _) => Task.CompletedTask, TimeProvider.System))
        .AddSingleton(new CompileOptions());
}
