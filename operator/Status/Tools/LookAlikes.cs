using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>
/// The tools of one namespace's servers that a model, or who reads its calls, can take for one another. The same name at two servers counts: a client that knows both joins their
/// lists.
/// </summary>
internal sealed class LookAlikes
{
    private readonly Dictionary<string, List<(string Server, string Tool)>> _alike = new(StringComparer.Ordinal);

    public void Add(string server, McpServerStatus status)
    {
        foreach (var tool in status.Tools)
        {
            var skeleton = Skeleton.Of(tool.Name);
            if (!_alike.TryGetValue(skeleton, out var same)) _alike[skeleton] = same = [];
            same.Add((server, tool.Name));
        }
    }

    /// <summary>A server's tools that have a double, each with its first one: another server's, or else the first of its own, which is not told of again.</summary>
    public IEnumerable<(string Tool, string OtherServer, string OtherTool)> Of(string server, McpServerStatus status)
    {
        foreach (var tool in status.Tools)
        {
            var same = _alike[Skeleton.Of(tool.Name)];
            if (same.Count == 1) continue;
            var (otherServer, otherTool) = same[Math.Max(same.FindIndex(other => other.Server != server), 0)];
            if (otherServer != server || otherTool != tool.Name) yield return (tool.Name, otherServer, otherTool);
        }
    }
}
