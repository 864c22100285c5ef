using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Registry;
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
            await using var app = await OperatorApp.StartAsync(options, services => Add(services, options), cancellationToken);
            var loop = app.Services.GetRequiredService<CompileLoop>();
            while (loop.Latest is null) await Task.Delay(50, cancellationToken);

            using var input = new StreamReader(Console.OpenStandardInput()); // Console.In would block, whatever it is asked.
            var over = input.ReadToEndAsync(cancellationToken);
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

    /// <summary>As without a cluster, but for the inventory, and without what would be written about it: that is not what is measured.</summary>
    private static void Add(IServiceCollection services, OperatorOptions options)
    {
        FolderWiring.Add(services, options);
        services.Remove(services.Single(service => service.ImplementationType == typeof(AgentKeeper)));
        services.AddSingleton<FleetInventory>().AddSingleton<IInventorySource>(all => all.GetRequiredService<FleetInventory>());
        services.AddSingleton<IStatusSink, SilentSink>().AddSingleton(new CompileOptions());
    }
}
