namespace AiGateway.Operator.Status;

/// <summary>The machine-readable reasons of <c>Programmed</c> and <c>Enforced</c>, of the conditions about tools, and of Events. They are an interface: never renamed, never reused.</summary>
internal static class StatusReasons
{
    /// <summary>Some sidecars have not acknowledged or measured yet, or are disconnected.</summary>
    public const string Pending = "Pending";

    /// <summary>A sidecar refused the bundle.</summary>
    public const string BundleRefused = "BundleRefused";

    /// <summary>A sidecar is too old for a rule, which reaches it as a denial. Also an Event, on a pod whose sidecar is older than the operator.</summary>
    public const string SidecarOutdated = "SidecarOutdated";

    /// <summary>A selected pod runs without a sidecar. Also an Event, on a pod that should have one.</summary>
    public const string NoSidecar = "NoSidecar";

    /// <summary>A selected pod is held less than the policy asks for. Also an Event, on a pod that would be held more if it were started anew.</summary>
    public const string BelowLevel = "BelowLevel";

    /// <summary>Event: a pod was injected at a lower level than its policies ask for, because of what it is.</summary>
    public const string EgressLowered = "EgressLowered";

    /// <summary>Event: a pod that was held by its kernel no longer is.</summary>
    public const string EnforcementLowered = "EnforcementLowered";

    /// <summary>Event: the watchdog had a pod evicted, so that a new one takes its place.</summary>
    public const string Restarted = "Restarted";

    /// <summary>Event: the watchdog starts no more pods of this owner anew, because the last new one was no better, or never came.</summary>
    public const string RestartsStopped = "RestartsStopped";

    /// <summary>Event: a pod that opted in was not injected.</summary>
    public const string InjectionSkipped = "InjectionSkipped";

    /// <summary>Every definition that a tool server was seen to have is approved.</summary>
    public const string Approved = "Approved";

    /// <summary>A tool server has definitions that nobody approved.</summary>
    public const string Drift = "Drift";

    /// <summary>A tool server's definitions are not compared.</summary>
    public const string NotPinned = "NotPinned";

    /// <summary>No sidecar has told of a tool server's list.</summary>
    public const string NothingSeen = "NothingSeen";

    /// <summary>No tool of a server looks like another.</summary>
    public const string Distinct = "Distinct";

    /// <summary>A tool looks like another one of the namespace's servers.</summary>
    public const string LookAlike = "LookAlike";

    /// <summary>Every model that calls can end at has a price.</summary>
    public const string PricesKnown = "PricesKnown";

    /// <summary>A model that calls can end at has no price.</summary>
    public const string UnknownPrice = "UnknownPrice";

    /// <summary>A route passes on names, of which some have a price and others do not.</summary>
    public const string OpenNames = "OpenNames";

    /// <summary>Event: a limit refused calls of a pod.</summary>
    public const string LimitReached = "LimitReached";

    /// <summary>Event: an Agent was put into quarantine, because a limit that asks for it was reached. Also a reason of Held.</summary>
    public const string Quarantined = "Quarantined";

    /// <summary>A reason of Held: a user, a namespace or a policy suspends the agent.</summary>
    public const string Suspended = "Suspended";

    /// <summary>A reason of Held: nothing holds the agent any more.</summary>
    public const string Free = "Free";

    /// <summary>Event: a tool server has definitions that nobody approved, and did not have them before.</summary>
    public const string ToolDrift = "ToolDrift";

    /// <summary>Event: every definition of a tool server is approved again.</summary>
    public const string ToolsApproved = "ToolsApproved";
}
