using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Journals;

/// <summary>Refused names as JSON, marked by <c>"kind":"dns"</c>; the name is OpenTelemetry's. What the agent chose is bounded and escaped.</summary>
internal static class DnsLine
{
    private const int MostName = 256;

    public static void Write(Utf8JsonWriter json, DnsRefusal refusal)
    {
        json.WriteStartObject();
        json.WriteString("time", refusal.At);
        json.WriteString("kind", "dns");
        AuditLine.WriteAgent(json, refusal.Snapshot.Agent);
        json.WriteString("dns.question.name", Bounded(refusal.Example));
        json.WriteString("type", refusal.Type);
        json.WriteString("decision", CallWords.Denied);
        json.WriteString("reason", "not_listed");
        if (refusal.Suffix.Length > 0) json.WriteString("suffix", Bounded(refusal.Suffix));
        json.WriteNumber("count", refusal.Count);
        json.WriteString("revision", refusal.Snapshot.Revision);
        json.WriteEndObject();
    }

    private static string Bounded(string name) => name.Length <= MostName ? name : name[..MostName];
}
