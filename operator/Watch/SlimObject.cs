using System.Collections.Immutable;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>What is kept of the objects of others: of thousands of pods and their annotations, only what is acted on.</summary>
internal static class SlimObject
{
    /// <summary>Without what its containers have in their environment; of that, where it is asked for, one sign of models is kept for a pod without a sidecar.</summary>
    public static Pod Pod(Pod value, bool looksForShadows) => value with
    {
        Metadata = Slim(value.Metadata),
        Sign = looksForShadows && !HasSidecar(value) ? ShadowSigns.Find(value) : null,
        Spec = value.Spec with { Containers = Slim(value.Spec.Containers), InitContainers = Slim(value.Spec.InitContainers) },
        Status = value.Status with { ContainerStatuses = Slim(value.Status.ContainerStatuses), InitContainerStatuses = Slim(value.Status.InitContainerStatuses) },
    };

    public static Namespace Namespace(Namespace value) => value with { Metadata = Slim(value.Metadata) };

    public static Secret Secret(Secret value) => value with { Metadata = Slim(value.Metadata) };

    public static bool SameLabels(KubernetesObject left, KubernetesObject right)
    {
        var (a, b) = (left.Metadata.Labels, right.Metadata.Labels);
        return a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && value == pair.Value);
    }

    /// <summary>Whether what is acted on of a namespace is the same: its labels, and its annotations of ours, which suspend its agents. It has no generation that would tell.</summary>
    public static bool SameMarks(Namespace left, Namespace right) => SameLabels(left, right) && Own(left).SequenceEqual(Own(right));

    private static IOrderedEnumerable<KeyValuePair<string, string>> Own(Namespace value) =>
        value.Metadata.Annotations.Where(pair => pair.Key.StartsWith(Group.Name + "/", StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static bool HasSidecar(Pod value) => value.Spec.Containers.Concat(value.Spec.InitContainers).Any(container => container.Name == Group.SidecarContainer);

    private static ImmutableArray<PodContainer> Slim(ImmutableArray<PodContainer> values) =>
        ImmutableArray.CreateRange(values, static value => value with { Name = TextPool.Share(value.Name)!, Image = TextPool.Share(value.Image), Env = [] });

    private static ImmutableArray<ContainerStatus> Slim(ImmutableArray<ContainerStatus> values) =>
        ImmutableArray.CreateRange(values, static value => value with { Name = TextPool.Share(value.Name)!, ImageId = TextPool.Share(value.ImageId) });

    private static ObjectMeta Slim(ObjectMeta value)
    {
        var foreign = value.Annotations.Keys.Where(key => !key.StartsWith(Group.Name + "/", StringComparison.Ordinal));
        return value with { Annotations = value.Annotations.RemoveRange(foreign) };
    }
}
