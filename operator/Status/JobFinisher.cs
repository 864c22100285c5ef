using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status;

/// <summary>
/// Tells when a pod that is meant to end is kept alive by its sidecar alone. A native sidecar (an init container) ends by itself and is left alone.
/// </summary>
internal static class JobFinisher
{
    /// <summary>Every other container has ended for good: with <c>Never</c> in any way, with <c>OnFailure</c> with exit code 0.</summary>
    public static bool IsDone(Pod pod)
    {
        var policy = pod.Spec.RestartPolicy;
        if (policy is not ("Never" or "OnFailure") || !pod.Spec.Containers.Any(IsSidecar)) return false;

        var others = pod.Spec.Containers.Where(container => !IsSidecar(container)).ToList();
        return others.Count > 0 && others.All(container =>
            pod.Status.ContainerStatuses.FirstOrDefault(status => status.Name == container.Name)?.State.Terminated is { } ended
            && (policy == "Never" || ended.ExitCode == 0));
    }

    private static bool IsSidecar(PodContainer container) => container.Name == Group.SidecarContainer;
}
