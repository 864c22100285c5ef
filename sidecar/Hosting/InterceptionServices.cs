using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Egress.Interception;

namespace AiGateway.Sidecar.Hosting;

/// <summary>What intercepts, registered. Where nothing is to trust the pod's authority there is none: it is made when it is first asked for, and nothing of TLS is touched before.</summary>
internal static class InterceptionServices
{
    public static void AddInterception(this IServiceCollection services, SidecarOptions options)
    {
        services.AddSingleton(new TrustOptions
        {
            Folder = options.TrustFolder,
            RootsFile = options.TrustedRootsFile,
            PublicRoots = TrustOptions.PublicRootsOf(Environment.GetEnvironmentVariable("SSL_CERT_FILE")),
        });
        services.AddSingleton(all => new PodAuthority(options.StateFolder, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<PodAuthority>>()));
        services.AddSingleton<LeafCertificates>();
        services.AddSingleton<ITlsTermination, TlsTermination>();
        services.AddSingleton<TrustFiles>();
        services.AddHostedService(all => all.GetRequiredService<TrustFiles>());
        services.AddHostedService<WarmUp>();
    }
}
