using AiGateway.Contracts;

namespace AiGateway.Sidecar.Calls;

/// <summary>Why a held agent may not do something, in a sentence that its author and its model can read: who holds it, how far, and why.</summary>
internal static class HoldWords
{
    /// <summary>The most of a name that the agent chose which is told back.</summary>
    private const int MostAsked = 256;

    /// <param name="held">What holds it; whose words these are may write Agents or namespaces in the cluster.</param>
    /// <param name="asked">What was asked for, where it is not the model; null else.</param>
    public static string Sentence(HoldRule held, string? asked)
    {
        var why = held.Reason is { } reason ? $": {reason}" : ".";
        if (held.SuspendedBy is { } suspendedBy) return $"This agent is suspended by {suspendedBy}{why}";
        var closed = held.Quarantine switch
        {
            Quarantine.ListedToolsOnly => "so of tools it may use only those that its policies list for that",
            Quarantine.NoTools => "so it may use no tools",
            Quarantine.NoModels => "so it may call no models",
            _ => "so it may do nothing",
        };
        var what = asked is null ? "" : $" (asked for '{(asked.Length <= MostAsked ? asked : asked[..MostAsked])}')";
        return $"This agent is in quarantine ({held.Quarantine}) by {held.QuarantinedBy ?? "the operator"}, {closed}{what}{why}";
    }
}
