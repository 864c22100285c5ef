using System.Net;
using Microsoft.AspNetCore.Connections;

namespace AiGateway.Sidecar.Egress;

/// <summary>Opens the transparent port for Kestrel, and no other: Kestrel asks its own sockets for those.</summary>
internal sealed class TransparentFactory(TransparentDoor door, TimeProvider clock, ILogger<TransparentListener> logger) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is TransparentEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(TransparentListener.Bind((TransparentEndPoint)endpoint, door.ServeAsync, clock, logger));
}
