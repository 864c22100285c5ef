using AiGateway.Operator.Inject;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Reconcile;

// Options: AIGATEWAY_X of the environment, or --x on the command line.
var settings = new ConfigurationBuilder().AddEnvironmentVariables("AIGATEWAY_").AddCommandLine(args).Build();
string? Setting(string name) => settings[name] ?? settings[name.Replace('_', '-')] ?? Environment.GetEnvironmentVariable(name);

OperatorOptions options;
InjectOptions inject;
KubeClient? client = null;
try
{
    options = new OperatorOptionsReader(Setting).Read();
    if (options.InCluster) client = ClusterWiring.Client();
    var server = client is null ? null : await ClusterWiring.VersionAsync(client);
    inject = new InjectOptionsReader(Setting).Read(server is not null && InjectOptionsReader.HasNativeSidecars(server.Major, server.Minor));
}
catch (Exception exception) when (exception is InvalidOperationException or KubeConfigException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 78; // EX_CONFIG of sysexits.h
}

// Services and endpoints.
var app = OperatorHost.Build(options, inject, services =>
{
    if (client is null) FolderWiring.Add(services, options);
    else ClusterWiring.Add(services, options, client);
});

// Run.
await app.RunAsync();
return 0;
