using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>The sidecar put together: the emptiest host there is, three ports, the log, the services, and the bundle that the process before this one left.</summary>
internal static class SidecarHost
{
    public static WebApplication Create(SidecarOptions options, string version, Stream audit, Stream log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "aigateway-sidecar" });
        builder.Logging.AddProvider(new StderrLog(log, TimeProvider.System));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error); // It warns of HTTP/2 without TLS, which ProtocolPeek serves.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // Else each call would carry an Activity and a scope.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options));
        builder.Services.AddSidecar(options, version, audit);

        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<FrontDoor>().InvokeAsync);
        app.Services.GetRequiredService<SnapshotKeeper>().Restore();
        app.Services.GetRequiredService<McpConfigFile>().Follow();
        app.Services.GetRequiredService<TrustFiles>().Write();
        return app;
    }
}
