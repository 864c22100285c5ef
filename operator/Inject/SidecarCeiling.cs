namespace AiGateway.Operator.Inject;

/// <summary>The most that a pod's annotations may ask for.</summary>
internal sealed record SidecarCeiling
{
    public string Cpu { get; init; } = "2";

    public string Memory { get; init; } = "1Gi";

    public string ByteBudget { get; init; } = "512Mi";
}
