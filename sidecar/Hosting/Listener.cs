namespace AiGateway.Sidecar.Hosting;

/// <summary>Which of the ports a connection came in by. Each serves its own pages and nothing of the others.</summary>
internal enum Listener
{
    Api,
    Health,
    Metrics,

    /// <summary>Where the kernel sends what the agent dials: what comes here was meant for the outside.</summary>
    Transparent,
}
