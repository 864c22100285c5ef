namespace AiGateway.Sidecar.Meters;

/// <summary>A value that is read when the page is asked for. Register one in the services and it is on the page.</summary>
internal sealed record Gauge(string Name, string Help, Func<double> Read);
