using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Watch;

/// <summary>
/// An object of a folder with the metadata that an API server would have given it. The uid follows from the name; the generation starts from the file's
/// time, in milliseconds, so that it grows over a restart too, and then grows with each change of what the user says.
/// </summary>
internal sealed record FolderObject
{
    public required KubernetesObject Value { get; init; }

    public required JsonElement Json { get; init; }

    public required string Where { get; init; }

    public static FolderObject Of(ManifestObject manifest, FolderObject? old, ulong version)
    {
        var same = old is not null && JsonElement.DeepEquals(old.Json, manifest.Json);
        if (same) return old! with { Where = manifest.Where };
        var written = manifest.WrittenAt.ToUnixTimeMilliseconds();
        var generation = old is null ? written
            : SameBut("metadata", old.Json, manifest.Json) ? old.Value.Metadata.Generation
            : Math.Max(written, old.Value.Metadata.Generation + 1);
        var value = manifest.Value!;
        return new()
        {
            Json = manifest.Json,
            Where = manifest.Where,
            Value = Running(value with
            {
                Metadata = value.Metadata with
                {
                    Namespace = manifest.Key.Namespace,
                    Uid = UidOf(manifest),
                    ResourceVersion = version.ToString(CultureInfo.InvariantCulture),
                    Generation = generation,
                    CreationTimestamp = value.Metadata.CreationTimestamp ?? old?.Value.Metadata.CreationTimestamp ?? manifest.WrittenAt,
                },
            }),
        };
    }

    public override string ToString() => $"{Value.Kind} {ObjectKey.Of(Value)} in {Where}";

    // A pod in a folder stands for a process that somebody runs: nobody writes its status.
    private static KubernetesObject Running(KubernetesObject value) =>
        value is Pod { Status.Phase: null } pod ? pod with { Status = pod.Status with { Phase = "Running" } } : value;

    private static bool SameBut(string left, JsonElement old, JsonElement now)
    {
        var before = old.EnumerateObject().Where(member => member.Name != left).ToDictionary(member => member.Name, member => member.Value);
        var after = now.EnumerateObject().Where(member => member.Name != left).ToList();
        return before.Count == after.Count
            && after.All(member => before.TryGetValue(member.Name, out var value) && JsonElement.DeepEquals(value, member.Value));
    }

    private static string UidOf(ManifestObject manifest)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{manifest.Kind}\n{manifest.Key.Namespace}\n{manifest.Key.Name}"));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }
}
