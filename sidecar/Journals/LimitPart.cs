using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;

namespace AiGateway.Sidecar.Journals;

/// <summary>The part of an audit line about limits: which refused or cut the call, and which would have. Never who the end user is.</summary>
internal static class LimitPart
{
    public static void Write(Utf8JsonWriter json, CallRecord record)
    {
        if (record.Charge is not CallCharge charge) return;
        var isOpen = false;
        if (charge.Stopped?.Limit is { } hit) Write(json, hit.Limit, record.Reply.Attempts.Count == 0 ? "refuse" : "cut", ref isOpen);
        foreach (ref readonly var hold in charge.Holds)
        {
            if (hold.WouldRefuse) Write(json, hold.Limit.Name, "wouldRefuse", ref isOpen);
        }

        if (isOpen) json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string limit, string action, ref bool isOpen)
    {
        if (!isOpen) json.WriteStartArray("limits");
        isOpen = true;
        json.WriteStartObject();
        json.WriteString("limit", limit);
        json.WriteString("action", action);
        json.WriteEndObject();
    }
}
