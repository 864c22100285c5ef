namespace AiGateway.Operator.Kubernetes;

/// <summary>Who applies, and whether it takes fields from other managers.</summary>
internal sealed record ApplyOptions
{
    public required string FieldManager { get; init; }

    /// <summary>Take over fields that another manager owns, instead of a 409.</summary>
    public bool Force { get; init; }

    public bool DryRun { get; init; }
}
