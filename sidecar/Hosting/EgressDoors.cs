using System.Net;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AiGateway.Sidecar.Hosting;

/// <summary>The doors to the outside, registered.</summary>
internal static class EgressDoors
{
    public static void AddEgressDoors(this IServiceCollection services)
    {
        services.TryAddSingleton(new EgressDialer(new NameLookups(Dns.GetHostAddresses).FindAsync, GuardedDialer.ConnectSocketAsync));
        services.AddSingleton<EgressWays>();
        services.AddSingleton(new TunnelBuffers());
        services.AddSingleton<Handover>();
        services.AddSingleton<ConnectDoor>();
        services.AddSingleton<PlainConnections>();
        services.AddSingleton<PlainProxy>();
        services.TryAddSingleton(new DoorOptions());
        services.AddSingleton(CreateSockets);
        services.AddSingleton<TransparentDoor>();
        services.AddSingleton<IConnectionListenerFactory, TransparentFactory>();
    }

    /// <summary>What Kestrel serves of the transparent port are connections of its own kind: they notice at once that an agent has left.</summary>
    private static SocketConnectionContextFactory CreateSockets(IServiceProvider all) => new(
        OptionsOf(all.GetRequiredService<IOptions<SocketTransportOptions>>().Value), all.GetRequiredService<ILogger<TransparentDoor>>());

    /// <summary>Those of the other ports.</summary>
    internal static SocketConnectionFactoryOptions OptionsOf(SocketTransportOptions others) =>
        new() { UnsafePreferInlineScheduling = others.UnsafePreferInlineScheduling, MaxReadBufferSize = others.MaxReadBufferSize };
}
