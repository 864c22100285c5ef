namespace AiGateway.Sidecar.Calls;

/// <summary>
/// A planned call that has its place among the live ones: from here on newer rules, the agent that hangs up and a process that ends stop it at once, whatever it waits for. Disposing gives the place back, on every way out.
/// </summary>
internal sealed class AdmittedCall(Plan plan, LiveCall handle, LiveCalls live, CancellationToken agentGone) : IDisposable
{
    private readonly CancellationTokenRegistration _hangUp =
        agentGone.UnsafeRegister(static call => ((LiveCall)call!).Stop(StopCause.AgentGone), handle);

    public Plan Plan => plan;

    public LiveCall Handle => handle;

    /// <summary>Why the rules stopped it; null where they did not.</summary>
    public Refusal? Denied => handle.Cause == StopCause.Denied ? handle.Refusal : null;

    public void Dispose()
    {
        _hangUp.Dispose();
        live.Release(handle);
    }
}
