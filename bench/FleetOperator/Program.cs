using System.Text.Json;
using AiGateway.FleetOperator;
using AiGateway.Operator.Certificates;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Status;
using AiGateway.Operator.Watch;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

// The real operator in a process of its own, compiled as it ships, over an inventory that no API server could be asked to hold. It says where streams may come once it is ready and has measured itself alone, waits for the
// fleet, changes a policy again and again, and says what it saw. It ends when its input does.
using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(12));
var state = Directory.CreateTempSubdirectory("fleet");
try
{
    var options = new OperatorOptions { Folder = state.FullName, StateDir = state.FullName, StreamPort = 0, WebhookPort = 0, HealthPort = 0 };
    await using var app = OperatorHost.Build(options, new InjectOptionsReader(_ => null).Read(nativeByDefault: false), services => Add(services, options));
    await app.StartAsync(bound.Token);
    while (app.Services.GetRequiredService<CompileLoop>().Latest is null || app.Services.GetRequiredService<CertificateHolder>().Current is null) await Task.Delay(50, bound.Token);
    var alone = FleetMeasure.MemoryMb();
    await Console.Out.WriteLineAsync(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    using var input = new StreamReader(Console.OpenStandardInput()); // Console.In would block, whatever it is asked.
    var over = input.ReadToEndAsync(bound.Token);
    var measure = new FleetMeasure(app.Services).RunAsync(alone, bound.Token);
    if (await Task.WhenAny(measure, over) == over) return 1;
    await Console.Out.WriteLineAsync(JsonSerializer.Serialize(await measure, FleetJson.Default.FleetResult));
    await over; // A stream that ends before the result is read would be a failure.
    return 0;
}
finally
{
    state.Delete(recursive: true);
}

// As without a cluster, but for the inventory, for tokens, which name pods themselves, and without what would be written and logged: that is not what is measured.
static void Add(IServiceCollection services, OperatorOptions options)
{
    FolderWiring.Add(services, options);
    services.Remove(services.Single(service => service.ImplementationType == typeof(AgentKeeper)));
    services.AddSingleton<FleetInventory>().AddSingleton<IInventorySource>(all => all.GetRequiredService<FleetInventory>());
    services.AddSingleton<IStatusSink, SilentSink>().AddSingleton(new CompileOptions()).AddSingleton<TokenCheck>(PodToken.CheckAsync);
    services.AddLogging(logging => logging.AddFilter(level => level >= LogLevel.Error));
}
