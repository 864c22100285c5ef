using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Status.Breaches;

/// <summary>
/// Quarantines over a folder of manifests: an Agent in a file of its own, which is read like the folder's others and counts beside them. A user takes it back by <c>quarantine: None</c> in that file; what else
/// stands there says which breach was answered.
/// </summary>
internal sealed partial class FolderBreaches(string folder, ILogger<FolderBreaches> logger)
{
    /// <summary>What its name, and its file's, begins with.</summary>
    public const string Prefix = "breach-";

    /// <summary>As a server-side apply of an Agent would: what is said now goes over what stands there. A note about an Agent that is in quarantine by another file is not kept.</summary>
    public async Task<KubeResult<Agent>> ApplyAsync(ObjectKey key, ReadOnlyMemory<byte> intent, ApplyOptions options, CancellationToken cancellationToken)
    {
        _ = options;
        var said = JsonNode.Parse(intent.Span)!.AsObject();
        var name = NameOf(key);
        var file = Path.Combine(folder, name + ".json");
        if (File.Exists(file)) said = Merge(JsonNode.Parse(await File.ReadAllBytesAsync(file, cancellationToken))!.AsObject(), said);
        else if (said["spec"] is null) return new KubeError { Code = 404, Reason = "NotFound", Message = "there is no such file" };
        said["metadata"]!["name"] = name;
        await File.WriteAllTextAsync(file + ".new", said.ToString(), cancellationToken);
        File.Move(file + ".new", file, overwrite: true);
        Log.Written(logger, file);
        return new Agent { Metadata = new() { Namespace = key.Namespace, Name = name }, Spec = new() { Workload = WorkloadOf(said) } };
    }

    /// <summary>The name of the Agent that a quarantine of another one is.</summary>
    public static string NameOf(ObjectKey key) => key.Name.StartsWith(Prefix, StringComparison.Ordinal) ? key.Name : Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..16];

    private static JsonObject Merge(JsonObject stands, JsonObject said)
    {
        if (said["spec"] is { } spec) stands["spec"] = spec.DeepClone();
        if (said["metadata"]?["annotations"] is { } notes) stands["metadata"]!["annotations"] = notes.DeepClone();
        return stands;
    }

    private static WorkloadRef WorkloadOf(JsonObject said) =>
        new() { Kind = (string?)said["spec"]?["workload"]?["kind"] ?? "", Name = (string?)said["spec"]?["workload"]?["name"] ?? "" };

    private static partial class Log
    {
        [LoggerMessage(446, LogLevel.Warning, "A limit was reached and asks for quarantine: see {File}")]
        public static partial void Written(ILogger logger, string file);
    }
}
