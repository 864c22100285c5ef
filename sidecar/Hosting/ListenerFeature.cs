namespace AiGateway.Sidecar.Hosting;

/// <summary>Set on each connection when it is accepted; a request cannot change it.</summary>
internal sealed record ListenerFeature(Listener Listener);
