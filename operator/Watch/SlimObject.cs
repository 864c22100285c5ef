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

    public static bool SameLabels(KubernetesObject left, KubernetesObject right) => Same(left.Metadata.Labels, right.Metadata.Labels);

    /// <summary>Whether what is acted on of a namespace is the same: its labels, and its annotations of ours, which suspend its agents. It has no generation that would tell.</summary>
    public static bool SameMarks(Namespace left, Namespace right) => SameLabels(left, right) && Own(left).SequenceEqual(Own(right));

    /// <summary>Whether nothing but the status can be another: of a kind whose generation counts the changes of all else, but for labels, annotations and owners.</summary>
    public static bool SameButForStatus(KubernetesObject left, KubernetesObject right) =>
        left.Metadata.Generation > 0 && left.Metadata.Generation == right.Metadata.Generation && SameMetadata(left.Metadata, right.Metadata, except: "");

    /// <summary>Whether pods are the same, as they are kept, but for what this operator writes on them: the measured level.</summary>
    public static bool SameButForLevel(Pod left, Pod right) =>
        SameMetadata(left.Metadata, right.Metadata, except: Group.EnforcementAnnotation)
        && left.Sign == right.Sign
        && (left.Spec.ServiceAccountName, left.Spec.RestartPolicy, left.Status.Phase) == (right.Spec.ServiceAccountName, right.Spec.RestartPolicy, right.Status.Phase)
        && left.Spec.Containers.SequenceEqual(right.Spec.Containers)
        && left.Spec.InitContainers.SequenceEqual(right.Spec.InitContainers)
        && left.Status.ContainerStatuses.SequenceEqual(right.Status.ContainerStatuses)
        && left.Status.InitContainerStatuses.SequenceEqual(right.Status.InitContainerStatuses);

    private static bool SameMetadata(ObjectMeta left, ObjectMeta right, string except) =>
        left.DeletionTimestamp == right.DeletionTimestamp
        && Same(left.Labels, right.Labels)
        && Same(left.Annotations.Remove(except), right.Annotations.Remove(except))
        && left.OwnerReferences.SequenceEqual(right.OwnerReferences);

    private static bool Same(ImmutableDictionary<string, string> left, ImmutableDictionary<string, string> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static IOrderedEnumerable<KeyValuePair<string, string>> Own(Namespace value) =>
        value.Metadata.Annotations.Where(pair => pair.Key.StartsWith(Group.Name + "/", StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static bool HasSidecar(Pod value) => value.Spec.Containers.Concat(value.Spec.InitContainers).Any(container => container.Name == Group.SidecarContainer);

    private static ImmutableArray<PodContainer> Slim(ImmutableArray<PodContainer> values) =>
        ImmutableArray.CreateRange(values, static value => value with { Name = TextPool.Share(value.Name), Image = TextPool.Share(value.Image), Env = [] });

    private static ImmutableArray<ContainerStatus> Slim(ImmutableArray<ContainerStatus> values) =>
        ImmutableArray.CreateRange(values, static value => value with { Name = TextPool.Share(value.Name), ImageId = TextPool.Share(value.ImageId) });

    private static ObjectMeta Slim(ObjectMeta value)
    {
        var foreign = value.Annotations.Keys.Where(key => !key.StartsWith(Group.Name + "/", StringComparison.Ordinal));
        return value with { Annotations = value.Annotations.RemoveRange(foreign) };
    }
}
