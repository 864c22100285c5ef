using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Status;

/// <summary>Whether a status is worth a write: by content, never by reference, because what comes back from the API is never the same object.</summary>
internal static class StatusComparison
{
    /// <summary>How far the last contact may lag behind while nothing else changes: a busy server answers every minute of the day.</summary>
    public static readonly TimeSpan ContactLag = TimeSpan.FromMinutes(10);

    public static bool Same(CommonStatus left, CommonStatus right) => ReferenceEquals(left, right) || HaveSameContent(left, right);

    private static bool HaveSameContent(CommonStatus left, CommonStatus right) =>
        left.Conditions.SequenceEqual(right.Conditions)
        && (left, right) switch
        {
            (McpServerStatus a, McpServerStatus b) => a.Tools.SequenceEqual(b.Tools)
                && a.Unapproved.SequenceEqual(b.Unapproved, StringComparer.Ordinal)
                && Near(a.LastContact, b.LastContact)
                && Rest(a) == Rest(b),
            (AgentStatus a, AgentStatus b) => (a.ObservedGeneration, a.Sidecars, a.Held) == (b.ObservedGeneration, b.Sidecars, b.Held), // All else is written apart.
            _ => (left with { Conditions = [] }) == (right with { Conditions = [] }),
        };

    private static McpServerStatus Rest(McpServerStatus status) =>
        status with { Conditions = [], Tools = [], Unapproved = [], LastContact = null };

    private static bool Near(DateTimeOffset? left, DateTimeOffset? right) =>
        left == right || (left - right)?.Duration() < ContactLag;
}
