namespace AiGateway.Sidecar.Snapshots;

/// <summary>That a tool may be called only with a human's word for the call, and how that is asked for: the shortest wait and expiry of all rules that ask.</summary>
/// <param name="Rule">The first entry that asks, as <c>namespace/name: mcp[server].tools.approve: pattern</c>.</param>
/// <param name="WaitSeconds">How long an open call waits.</param>
/// <param name="ExpirySeconds">How long the question may be decided.</param>
internal sealed record ApprovalNeed(string Rule, int WaitSeconds, int ExpirySeconds);
