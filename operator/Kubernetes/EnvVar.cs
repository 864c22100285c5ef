namespace AiGateway.Operator.Kubernetes;

/// <summary>An environment variable of a container as the pod's spec has it: what refers to a Secret has no value here.</summary>
public sealed record EnvVar
{
    public string Name { get => field ?? ""; init; }

    public string? Value { get; init; }
}
