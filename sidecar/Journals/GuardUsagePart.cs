using System.Text.Json;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Journals;

/// <summary>What models that judge used for a call, in its record: beside the call's own usage, and not in it.</summary>
internal static class GuardUsagePart
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<GuardUsage> usage)
    {
        json.WriteStartArray("guardUsage");
        for (var index = 0; index < usage.Count; index++) Write(json, usage[index]);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, GuardUsage usage)
    {
        json.WriteStartObject();
        json.WriteString("guardrail", usage.Check.Guardrail);
        json.WriteNumber("check", usage.Check.Index);
        json.WriteString("type", usage.Check.Type);
        json.WriteString("provider", usage.Provider);
        json.WriteString("gen_ai.provider.name", usage.Kind);
        json.WriteString("model", usage.Model);
        json.WriteString("source", usage.IsReported ? "reported" : "estimated");
        json.WriteNumber("gen_ai.usage.input_tokens", usage.Input);
        json.WriteNumber("gen_ai.usage.output_tokens", usage.Output);
        CostPart.Write(json, usage.CostNanos, usage.PricedBy, usage.IsCostEstimated);
        json.WriteEndObject();
    }
}
