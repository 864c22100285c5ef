using AiGateway.Contracts;

namespace AiGateway.Operator.Status;

/// <summary>Pods in sentences for people.</summary>
internal static class PodNames
{
    private const int Named = 3;

    public static string List(IReadOnlyCollection<AgentIdentity> pods, Func<AgentIdentity, string>? describe = null) => List(pods, pod => pod, describe);

    /// <summary>The first few by name, each as it is described; among thousands nothing is written that is not shown.</summary>
    public static string List<T>(IReadOnlyCollection<T> items, Func<T, AgentIdentity> podOf, Func<T, string>? describe)
    {
        var named = items.OrderBy(item => podOf(item).Namespace, StringComparer.Ordinal).ThenBy(item => podOf(item).Pod, StringComparer.Ordinal).Take(Named);
        var list = string.Join(", ", named.Select(item => $"{podOf(item).Namespace}/{podOf(item).Pod}{describe?.Invoke(item)}"));
        return items.Count <= Named ? list : $"{list} and {items.Count - Named} more";
    }
}
