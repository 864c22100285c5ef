using System.Text.Json;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Journals;

/// <summary>The part of an audit line about what holds an agent beside its policies: who, how far, and why in their words.</summary>
internal static class HeldPart
{
    public static void Write(Utf8JsonWriter json, HoldRule? held)
    {
        if (held is null) return;
        json.WriteStartObject("held");
        json.WriteString("by", held.SuspendedBy ?? held.QuarantinedBy ?? "");
        json.WriteString("quarantine", held.Quarantine.ToString());
        if (held.Reason is { } reason) json.WriteString("because", reason);
        json.WriteEndObject();
    }
}
