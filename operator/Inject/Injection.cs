using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>The answer to one admission request, as data: an outcome, the patch that goes with it, and the reason where there is one.</summary>
internal sealed record Injection
{
    public required InjectionOutcome Outcome { get; init; }

    /// <summary>Operations of RFC 6902; empty where nothing changes.</summary>
    public JsonArray Patch { get; init; } = [];

    public SkipReason? Reason { get; init; }

    public static Injection Nothing { get; } = new() { Outcome = InjectionOutcome.Unchanged };

    public static Injection Denied(SkipReason reason) => new() { Outcome = InjectionOutcome.Denied, Reason = reason };
}
