using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Journals;

/// <summary>The part of an audit line about what guardrails found: which check, what kind of thing, where and how often. Never the text in which it stood.</summary>
internal static class GuardPart
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0) return;
        json.WriteStartArray("guard");
        foreach (var finding in findings) Write(json, finding);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("guardrail", finding.Check.Guardrail);
        json.WriteNumber("check", finding.Check.Index);
        json.WriteString("type", finding.Check.Type);
        json.WriteString("label", finding.Label);
        json.WriteString("place", CallWords.Of(finding.Place));
        json.WriteNumber("count", finding.Count);
        json.WriteString("action", CallWords.ActionOf(finding));
        json.WriteString("mode", finding.Check.IsShadow ? "shadow" : "enforce");
        json.WriteEndObject();
    }
}
