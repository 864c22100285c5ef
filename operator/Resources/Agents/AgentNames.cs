using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>
/// What the operator calls the Agents that it makes: <c>kind-name</c> of the workload in lower case, or, where that is too long or cannot be read back, what fits of it and a hash. A user's own
/// Agent may have any name: which workload an Agent is for, its spec says, never its name.
/// </summary>
internal static class AgentNames
{
    /// <summary>As much as a label's value may have, so that a name can be one. Names with a hash have exactly this length, and those without fewer: the two are never equal.</summary>
    public const int MaxLength = 63;

    private const int HashLength = 10;

    /// <summary>The controllers that Kubernetes has, by their names in lower case.</summary>
    private static readonly FrozenDictionary<string, string> s_known =
        new[] { "CronJob", "DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "ReplicationController", "StatefulSet" }.ToFrozenDictionary(kind => kind.ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>The name for a workload.</summary>
    public static string Of(WorkloadRef workload) => Of(workload.Kind, workload.Name);

    /// <summary>The name for a workload as a pod's owner reference has it: the reference's texts are whoever made the pod's, so they may be anything.</summary>
    public static string Of(string kind, string name)
    {
        var whole = $"{kind.ToLowerInvariant()}-{name}";
        return whole.Length < MaxLength && IsPlain(kind, name) ? whole : Shorten(whole, $"{kind}/{name}");
    }

    /// <summary>Whether an Agent can be for this workload at all: the schema refuses others.</summary>
    public static bool CanName(string kind, string name) =>
        kind.Length <= 63 && name.Length <= 253 && ValueCheck.MatchesWhole(Patterns.KindName, kind) && ValueCheck.MatchesWhole(Patterns.ObjectName, name);

    /// <summary>Whether kind and name can be read back: they are as the API has them, and the kind is not one of Kubernetes in another case.</summary>
    private static bool IsPlain(string kind, string name) => CanName(kind, name) && (!s_known.TryGetValue(kind.ToLowerInvariant(), out var known) || known == kind);

    private static string Shorten(string whole, string exact)
    {
        var text = new StringBuilder(MaxLength).Append(whole, 0, Math.Min(whole.Length, MaxLength - HashLength - 1));
        text.Append('-', MaxLength - HashLength - text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiLetterLower(text[at]) && !char.IsAsciiDigit(text[at])) text[at] = '-';
        }

        if (text[0] == '-') text[0] = 'x';
        return text.Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(exact))), 0, HashLength).ToString();
    }
}
