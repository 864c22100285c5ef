using AiGateway.Contracts;

namespace AiGateway.Operator.Status;

/// <summary>Pods in sentences for people.</summary>
internal static class PodNames
{
    private const int Named = 3;

    /// <summary>The first few by name; among thousands nothing is written that is not shown.</summary>
    public static string List(IReadOnlyCollection<AgentIdentity> pods, Func<AgentIdentity, string>? describe = null)
    {
        var named = pods.OrderBy(pod => pod.Namespace, StringComparer.Ordinal).ThenBy(pod => pod.Pod, StringComparer.Ordinal).Take(Named);
        var list = string.Join(", ", named.Select(pod => $"{pod.Namespace}/{pod.Pod}{describe?.Invoke(pod)}"));
        return pods.Count <= Named ? list : $"{list} and {pods.Count - Named} more";
    }
}
