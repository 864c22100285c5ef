using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Status.Breaches;

/// <summary>Writes what follows of breaches. The quarantine and the note of when have a field manager each, so that to note another breach never puts back what a user has taken away.</summary>
internal sealed class BreachWriter(
    Func<ObjectKey, ReadOnlyMemory<byte>, ApplyOptions, CancellationToken, Task<KubeResult<Agent>>> apply, Func<KubeEvent, CancellationToken, Task> tell)
{
    private static readonly ApplyOptions s_quarantine = new() { FieldManager = "aigateway-quarantine", Force = true };
    private static readonly ApplyOptions s_note = new() { FieldManager = "aigateway-breaches", Force = true };

    public Task TellAsync(KubeEvent value, CancellationToken cancellationToken) => tell(value, cancellationToken);

    /// <summary>Puts the agent into quarantine, and makes its Agent where there is none; null where the API server refuses.</summary>
    public async Task<Agent?> QuarantineAsync(ObjectKey key, WorkloadRef workload, string reason, CancellationToken cancellationToken) =>
        (await apply(key, Intent(key, json =>
        {
            json.WriteStartObject("spec");
            json.WriteStartObject("workload");
            json.WriteString("kind", workload.Kind);
            json.WriteString("name", workload.Name);
            json.WriteEndObject();
            json.WriteString("quarantine", "All");
            json.WriteString("reason", reason.Length <= 256 ? reason : reason[..256]);
            json.WriteEndObject();
        }), s_quarantine, cancellationToken)).Value;

    /// <summary>Notes the last breach that is answered by the quarantine.</summary>
    public async Task NoteAsync(ObjectKey key, DateTimeOffset at, CancellationToken cancellationToken) => await apply(key, Intent(key, null, at), s_note, cancellationToken);

    private static ReadOnlyMemory<byte> Intent(ObjectKey key, Action<Utf8JsonWriter>? writeSpec, DateTimeOffset? at = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", Group.ApiVersion);
        json.WriteString("kind", nameof(Agent));
        json.WriteStartObject("metadata");
        json.WriteString("namespace", key.Namespace);
        json.WriteString("name", key.Name);
        if (at is { } breach)
        {
            json.WriteStartObject("annotations");
            json.WriteString(Group.BreachAnnotation, breach.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        writeSpec?.Invoke(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
