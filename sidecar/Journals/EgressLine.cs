using System.Globalization;
using System.Net;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Journals;

/// <summary>
/// A connection's record as JSON, marked by <c>"kind":"egress"</c>; the names are OpenTelemetry's where it has one. What the agent chose is bounded and escaped; of what passed there
/// is a count and nothing else.
/// </summary>
internal static class EgressLine
{
    private const int MostName = 256;

    public static void Write(Utf8JsonWriter json, EgressRecord record, TimeProvider clock)
    {
        json.WriteStartObject();
        json.WriteString("time", record.At);
        json.WriteString("kind", "egress");
        json.WriteString("connection", record.Id);
        AuditLine.WriteAgent(json, record.Snapshot?.Agent);
        json.WriteString("via", EgressWords.Of(record.Via));
        WritePlaces(json, record);
        json.WriteString("decision", EgressWords.DecisionOf(record));
        WriteVerdict(json, record.Verdict);
        if (record.Verdict.WouldDeny is { } wouldDeny) json.WriteString("wouldDeny", wouldDeny);
        if (record.Cut is { } cut)
        {
            json.WriteStartObject("cut");
            WriteVerdict(json, cut);
            json.WriteEndObject();
        }

        json.WriteNumber("bytesIn", record.BytesIn);
        json.WriteNumber("bytesOut", record.BytesOut);
        json.WriteNumber("durationMs", Math.Round(clock.GetElapsedTime(record.StartedAt, record.EndedAt).TotalMilliseconds, 3));
        if (record.Snapshot is { } snapshot) json.WriteString("revision", snapshot.Revision);
        json.WriteString("ended", EgressWords.Of(record.End));
        json.WriteEndObject();
    }

    /// <summary>What was asked for, what was dialled, and where it was connected to: with a false name the three differ.</summary>
    private static void WritePlaces(Utf8JsonWriter json, EgressRecord record)
    {
        var (ask, address) = (record.Ask, record.Ask.Dialled?.Address);
        if ((ask.Name ?? record.Asked ?? (address is null ? null : TextOf(address))) is { } server) json.WriteString("server.address", server.Length <= MostName ? server : server[..MostName]);
        json.WriteNumber("server.port", ask.Port);
        if (ask.Dialled is { } dialled) json.WriteString("dialled", string.Create(CultureInfo.InvariantCulture, $"{TextOf(dialled.Address)}"));
        if (record.Connected is not { } peer) return;
        json.WriteString("network.peer.address", TextOf(peer.Address));
        json.WriteNumber("network.peer.port", peer.Port);
    }

    private static void WriteVerdict(Utf8JsonWriter json, in EgressVerdict verdict)
    {
        json.WriteString("action", EgressWords.Of(verdict.Action));
        json.WriteString("reason", EgressWords.Of(verdict.Reason));
        json.WriteString("policy", verdict.Policy);
        json.WriteString("rule", verdict.Rule);
        HeldPart.Write(json, verdict.Held);
    }

    private static string TextOf(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
