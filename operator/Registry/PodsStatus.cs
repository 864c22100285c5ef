using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>What an agent's pods say of it: how far each is held, what it runs, and under which account.</summary>
internal static class PodsStatus
{
    private const int MaxPods = 32;
    private const int MaxImages = 32;
    private const int MaxName = 512;
    private const string Digest = "sha256:";
    private const int DigestLength = 71;

    public static AgentStatus AddTo(AgentStatus status, WorkloadPods pods, IReadOnlyDictionary<string, SidecarState> sidecars)
    {
        var levels = pods.Carriers.Select(agent => new AgentPod { Name = agent.Agent.Pod, Level = LevelOf(sidecars.GetValueOrDefault(agent.Agent.PodUid)) })
            .Concat(pods.Bare.Select(agent => new AgentPod { Name = agent.Agent.Pod, Level = EnforcementLevel.None }))
            .OrderBy(pod => pod.Level)
            .ThenBy(pod => pod.Name, StringComparer.Ordinal)
            .ToList();
        return status with
        {
            ServiceAccount = pods.All.MaxBy(agent => (agent.Pod.Metadata.CreationTimestamp, agent.Agent.PodUid))?.Agent.ServiceAccount,
            Images = ImagesOf(pods.All),
            Pods = new()
            {
                Count = levels.Count,
                Level = levels.FirstOrDefault()?.Level,
                Redirected = levels.Count(pod => pod.Level == EnforcementLevel.Redirected),
                Cooperative = levels.Count(pod => pod.Level == EnforcementLevel.Cooperative),
                None = levels.Count(pod => pod.Level == EnforcementLevel.None),
                Items = [.. levels.Take(MaxPods)],
            },
        };
    }

    /// <summary>A level that this version does not know, or that is not told, is none that it may count on.</summary>
    private static EnforcementLevel LevelOf(SidecarState? sidecar) =>
        sidecar?.Enforcement?.Level is EnforcementLevel.None or EnforcementLevel.Redirected ? sidecar.Enforcement.Level : EnforcementLevel.Cooperative;

    private static ImmutableArray<AgentImage> ImagesOf(IEnumerable<AgentBundle> pods) =>
    [
        .. pods.SelectMany(agent => agent.Pod.Spec.InitContainers.Concat(agent.Pod.Spec.Containers).Select(container => ImageOf(container, agent.Pod)))
            .Where(image => image.Image.Length is > 0 and <= MaxName)
            .Distinct()
            .OrderBy(image => image.Container, StringComparer.Ordinal)
            .ThenBy(image => image.Image, StringComparer.Ordinal)
            .ThenBy(image => image.Digest, StringComparer.Ordinal)
            .Take(MaxImages),
    ];

    private static AgentImage ImageOf(PodContainer container, Pod pod) => new()
    {
        Container = container.Name,
        Image = container.Image ?? "",
        Digest = DigestOf(pod.Status.ContainerStatuses.Concat(pod.Status.InitContainerStatuses).FirstOrDefault(status => status.Name == container.Name)?.ImageId),
    };

    /// <summary>Of <c>docker.io/library/agent@sha256:…</c> the digest; an id that no registry gave has none.</summary>
    private static string? DigestOf(string? imageId)
    {
        if (imageId is null || imageId.LastIndexOf('@') is var at && at < 0) return null;
        var digest = imageId[(at + 1)..];
        return digest.Length == DigestLength && digest.StartsWith(Digest, StringComparison.Ordinal) ? digest : null;
    }
}
