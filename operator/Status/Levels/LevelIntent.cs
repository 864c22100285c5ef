using System.Buffers;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Levels;

/// <summary>A pod's annotation as an applied intent, under a field manager of its own, so that nothing else of the pod is touched or owned.</summary>
internal static class LevelIntent
{
    private static readonly ApplyOptions Apply = new() { FieldManager = "aigateway-enforcement", Force = true };

    /// <summary>Applies it to this pod and to no other of its name: the uid goes along.</summary>
    public static async Task<KubeError?> ApplyAsync(KubeClient client, Pod pod, string word, CancellationToken cancellationToken) =>
        (await client.ApplyAsync(Kinds.Pods, ObjectKey.Of(pod), Write(pod, word), Apply, cancellationToken)).Error;

    private static ReadOnlyMemory<byte> Write(Pod pod, string word)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", Kinds.Pods.ApiVersion);
        json.WriteString("kind", Kinds.Pods.Kind);
        json.WriteStartObject("metadata");
        json.WriteString("namespace", pod.Metadata.Namespace);
        json.WriteString("name", pod.Metadata.Name);
        json.WriteString("uid", pod.Metadata.Uid);
        json.WriteStartObject("annotations");
        json.WriteString(Group.EnforcementAnnotation, word);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
