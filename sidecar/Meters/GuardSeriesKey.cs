namespace AiGateway.Sidecar.Meters;

/// <summary>The labels of a guardrail's findings, each from the rules.</summary>
internal readonly record struct GuardSeriesKey(string Guardrail, string Type, string Label, string Place, string Action);
