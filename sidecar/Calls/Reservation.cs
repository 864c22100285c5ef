namespace AiGateway.Sidecar.Calls;

/// <summary>A planned call that has its place among the live ones. Disposing gives the place back, on every way out.</summary>
internal sealed class Reservation(Plan plan, LiveCall handle, LiveCalls live, CancellationToken agentGone) : IDisposable
{
    private readonly CancellationTokenRegistration _hangUp =
        agentGone.UnsafeRegister(static call => ((LiveCall)call!).Stop(StopCause.AgentGone), handle);

    public Plan Plan => plan;

    public LiveCall Handle => handle;

    public void Dispose()
    {
        _hangUp.Dispose();
        live.Release(handle);
    }
}
