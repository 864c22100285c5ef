using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Egress;

/// <summary>What all doors to the outside share, registered.</summary>
internal static class EgressServices
{
    public static IServiceCollection AddEgress(this IServiceCollection services)
    {
        services.AddSingleton<LiveTunnels>();
        services.AddSingleton<EgressClosing>();
        services.AddSingleton(provider => GaugeOf(provider.GetRequiredService<LiveTunnels>()));
        return services;
    }

    private static Gauge GaugeOf(LiveTunnels live) => new("aigateway_egress_open", "Connections to the outside that are open.", () => live.Count);
}
