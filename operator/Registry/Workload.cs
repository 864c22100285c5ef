namespace AiGateway.Operator.Registry;

/// <summary>The controller of pods, or a pod without one: what an Agent is for.</summary>
internal readonly record struct Workload(string Namespace, string Kind, string Name)
{
    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
