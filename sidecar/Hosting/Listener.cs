namespace AiGateway.Sidecar.Hosting;

/// <summary>Which of the three ports a connection came in by. Each serves its own pages and nothing of the others.</summary>
internal enum Listener
{
    Api,
    Health,
    Metrics,
}
