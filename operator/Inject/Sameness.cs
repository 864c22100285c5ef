using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Whether what a pod carries is still what was put in. The server adds defaults and a mesh rewrites probes: both are left. Anything else is not
/// ours any more, be it another webhook's or a forger's, and is put right.
/// </summary>
internal static class Sameness
{
    /// <summary>What the server, a LimitRange or a later version of Kubernetes fills in.</summary>
    static readonly FrozenSet<string> Defaults = FrozenSet.Create(
        StringComparer.Ordinal,
        "terminationMessagePath", "terminationMessagePolicy", "imagePullPolicy", "resources", "procMount", "recursiveReadOnly", "defaultMode", "optional", "successThreshold");

    public static bool Covers(JsonNode? found, JsonNode? wanted) => (found, wanted) switch
    {
        (JsonObject left, JsonObject right) => CoversObject(left, right),
        (JsonArray left, JsonArray right) => left.Count == right.Count && left.Zip(right).All(pair => Covers(pair.First, pair.Second)),
        (null, null) => true,
        (null, _) or (_, null) => false,
        _ => found.ToJsonString() == wanted.ToJsonString(),
    };

    static bool CoversObject(JsonObject found, JsonObject wanted) =>
        found.All(pair => wanted.ContainsKey(pair.Key) || Defaults.Contains(pair.Key) || IsProbe(pair.Key))
        && wanted.All(pair => IsProbe(pair.Key) ? RunsNothing(found[pair.Key]) : CoversProperty(pair.Key, found[pair.Key], pair.Value));

    /// <summary>Resources may have been filled in or rounded by a LimitRange; they are there, and that is enough.</summary>
    static bool CoversProperty(string name, JsonNode? found, JsonNode? wanted) =>
        name == "resources" ? found is JsonObject : Covers(found, wanted);

    static bool IsProbe(string name) => name.EndsWith("Probe", StringComparison.Ordinal);

    static bool RunsNothing(JsonNode? probe) => probe is JsonObject && probe.Child("exec") is null;
}
