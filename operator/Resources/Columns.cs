namespace AiGateway.Operator.Resources;

/// <summary>The print columns that every kind has.</summary>
internal static class Columns
{
    public const string Ready = ".status.conditions[?(@.type==\"Ready\")].status";
    public const string ReadyText = "Whether the resource is accepted, resolved, and in force at every sidecar that it reaches.";
    public const string Reason = ".status.conditions[?(@.type==\"Ready\")].reason";
    public const string ReasonText = "Why it is, or is not, ready.";
    public const string Sidecars = ".status.sidecars.summary";
    public const string SidecarsText = "How many sidecars have acknowledged this generation, of how many it reaches.";
    public const string Age = ".metadata.creationTimestamp";
    public const string AgeText = "Since when the resource is there.";
}
