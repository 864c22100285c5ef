using AiGateway.Operator.Kubernetes;

namespace AiGateway.ApiServer.Tests;

/// <summary>Pods that an API server without controllers accepts.</summary>
internal static class Pods
{
    public static Pod Minimal(string space, string name) => new()
    {
        Metadata = new() { Namespace = space, Name = name },
        Spec = new() { Containers = [new() { Name = "main", Image = "example.invalid/nothing:1" }] },
    };
}
