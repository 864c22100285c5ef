using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>The sidecar put together: the emptiest host there is, three ports, the log, the services, and the bundle that the process before this one left.</summary>
internal static class SidecarHost
{
    /// <param name="options">What the injector said.</param>
    /// <param name="version">Which sidecar this is.</param>
    /// <param name="output">What takes the records, and what takes the operational log.</param>
    /// <param name="before">Registers what is to stand in the place of the machine's own: its clock, how names are resolved, where connections lead and came from. Null for nothing.</param>
    public static WebApplication Create(SidecarOptions options, string version, (Stream Audit, Stream Log) output, Action<IServiceCollection>? before = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "aigateway-sidecar" });
        builder.Logging.AddProvider(new StderrLog(output.Log, TimeProvider.System));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error); // It warns of HTTP/2 without TLS, which ProtocolPeek serves.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // Else each call would carry an Activity and a scope.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options));
        before?.Invoke(builder.Services);
        builder.Services.AddSidecar(options, version, output.Audit);

        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<FrontDoor>().InvokeAsync);
        app.Services.GetRequiredService<SnapshotKeeper>().Restore();
        app.Services.GetRequiredService<McpConfigFile>().Follow();
        app.Services.GetRequiredService<TrustFiles>().Write();
        return app;
    }
}
