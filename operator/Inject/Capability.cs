using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>Linux capabilities as containers name them.</summary>
internal static class Capability
{
    /// <summary>
    /// With which a process gets past the pod's redirect: as the sidecar's user (SETUID, SETGID), by packets that no rule sees (NET_RAW), or by changing the rules (NET_ADMIN). Runtimes
    /// give the first three to every container that does not drop them.
    /// </summary>
    public static readonly ImmutableArray<string> PastTheRedirect = ["SETUID", "SETGID", "NET_RAW", "NET_ADMIN"];

    /// <summary>What a container adds, in capitals and without CAP_: one runtime or another takes each spelling.</summary>
    public static IEnumerable<string> Added(JsonObject container) => Names(container, "add").Select(Plain);

    /// <summary>
    /// Those of <see cref="PastTheRedirect"/> that a container keeps. Capitals do not matter, but CAP_ does: containerd puts it in front of every name, so that to drop CAP_NET_RAW is to
    /// drop nothing. (cri-o takes both.)
    /// </summary>
    public static ImmutableArray<string> Kept(JsonObject container)
    {
        var dropped = Names(container, "drop").Select(name => name.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        return dropped.Contains("ALL") ? [] : [.. PastTheRedirect.Where(name => !dropped.Contains(name))];
    }

    static IEnumerable<string> Names(JsonObject container, string list) =>
        container.Child("securityContext").Child("capabilities").Child(list) is JsonArray found ? found.Select(name => name?.ToString() ?? "") : [];

    static string Plain(string name)
    {
        var capitals = name.ToUpperInvariant();
        return capitals.StartsWith("CAP_", StringComparison.Ordinal) ? capitals[4..] : capitals;
    }
}
