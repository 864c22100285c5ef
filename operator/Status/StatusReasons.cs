namespace AiGateway.Operator.Status;

/// <summary>The machine-readable reasons of <c>Programmed</c> and of Events. They are an interface: never renamed, never reused.</summary>
internal static class StatusReasons
{
    /// <summary>Some sidecars have not acknowledged yet, or are disconnected.</summary>
    public const string Pending = "Pending";

    /// <summary>A sidecar refused the bundle.</summary>
    public const string BundleRefused = "BundleRefused";

    /// <summary>A sidecar is too old for a rule, which reaches it as a denial.</summary>
    public const string SidecarOutdated = "SidecarOutdated";

    /// <summary>A selected pod runs without a sidecar.</summary>
    public const string NoSidecar = "NoSidecar";

    /// <summary>Event: a pod that opted in was not injected.</summary>
    public const string InjectionSkipped = "InjectionSkipped";
}
