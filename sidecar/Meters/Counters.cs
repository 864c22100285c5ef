namespace AiGateway.Sidecar.Meters;

/// <summary>Totals that are read when the page is asked for, each with its labels. Register one in the services and it is on the page.</summary>
internal sealed record Counters(string Name, string Help, Func<IEnumerable<(string Labels, double Value)>> Read);
