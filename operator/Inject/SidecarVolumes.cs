using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>
/// The volumes of the sidecar; all but <see cref="InjectNames.McpVolume"/> are its alone, and the validator's. The token's mode is left to the kubelet: root's and 0644 where containers run as different users, group-readable
/// where the pod has an fsGroup; either way UID 15080 reads it, and no other container has it. No fsGroup is set for it, since that would change the author's volumes.
/// </summary>
internal static class SidecarVolumes
{
    /// <summary>The kubelet renews the token at four fifths of its life.</summary>
    const int TokenSeconds = 3600;

    /// <summary>A bundle is at most <see cref="Protocol.MaxLineBytes"/>; while it is replaced there are two.</summary>
    const string BundleSize = "16Mi";

    /// <summary>Those that come and go with what the pod is injected for.</summary>
    public static readonly ImmutableArray<string> Optional = [InjectNames.ProofVolume, InjectNames.TrustedRootsVolume];

    public static ImmutableArray<JsonObject> Build(EgressPlan plan)
    {
        var volumes = ImmutableArray.CreateBuilder<JsonObject>();
        volumes.AddRange(Token(), Roots(), State(), NoApiToken(), Mcp());
        if (plan.Redirects) volumes.Add(Proof());
        if (plan.TrustedRoots is { } roots) volumes.Add(TrustedRoots(roots));
        return volumes.DrainToImmutable();
    }

    static JsonObject Token() => new()
    {
        ["name"] = InjectNames.TokenVolume,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(new JsonObject
            {
                ["serviceAccountToken"] = new JsonObject { ["audience"] = Protocol.Audience, ["expirationSeconds"] = TokenSeconds, ["path"] = "token" },
            }),
        },
    };

    /// <summary>
    /// Not optional: where the ConfigMap comes a moment after the first pod of a namespace, the kubelet tries again after half a second;
    /// an optional one would stay empty until its next round, a minute later.
    /// </summary>
    static JsonObject Roots() => new()
    {
        ["name"] = InjectNames.RootsVolume,
        ["configMap"] = new JsonObject { ["name"] = Group.RootsConfigMap },
    };

    static JsonObject State() => new()
    {
        ["name"] = InjectNames.StateVolume,
        ["emptyDir"] = new JsonObject { ["medium"] = "Memory", ["sizeLimit"] = BundleSize },
    };

    static JsonObject NoApiToken() => new()
    {
        ["name"] = InjectNames.NoApiTokenVolume,
        ["emptyDir"] = new JsonObject { ["medium"] = "Memory", ["sizeLimit"] = "1Mi" },
    };

    /// <summary>The file is shorter than the bundle that it is made of. Memory is taken as it is written.</summary>
    static JsonObject Mcp() => new()
    {
        ["name"] = InjectNames.McpVolume,
        ["emptyDir"] = new JsonObject { ["medium"] = "Memory", ["sizeLimit"] = BundleSize },
    };

    static JsonObject Proof() => new()
    {
        ["name"] = InjectNames.ProofVolume,
        ["emptyDir"] = new JsonObject { ["medium"] = "Memory", ["sizeLimit"] = "1Mi" },
    };

    /// <summary>Not optional either: an agent that does not trust what its company's hosts show is no use.</summary>
    static JsonObject TrustedRoots(TrustedRoots roots) => new()
    {
        ["name"] = InjectNames.TrustedRootsVolume,
        ["configMap"] = new JsonObject
        {
            ["name"] = roots.ConfigMap,
            ["items"] = new JsonArray(new JsonObject { ["key"] = roots.Key ?? "ca.crt", ["path"] = InjectNames.TrustedRootsFile }),
        },
    };
}
