namespace AiGateway.Operator.Status.Tools;

/// <summary>
/// The tools of one namespace's servers that a model, or who reads its calls, can take for one another. The same name at two servers counts: a client that knows both joins their
/// lists.
/// </summary>
internal sealed class LookAlikes
{
    private readonly Dictionary<string, List<(string Server, string Tool)>> _alike = new(StringComparer.Ordinal);

    public void Add(string server, Judgment judgment)
    {
        for (var at = 0; at < judgment.Tools.Length; at++)
        {
            if (!_alike.TryGetValue(judgment.Skeletons[at], out var same)) _alike[judgment.Skeletons[at]] = same = new(1);
            same.Add((server, judgment.Tools[at].Name));
        }
    }

    /// <summary>A server's tools that have a double, each with its first one: another server's, or else the first of its own, which is not told of again.</summary>
    public IEnumerable<LookAlike> Of(string server, Judgment judgment)
    {
        for (var at = 0; at < judgment.Tools.Length; at++)
        {
            var same = _alike[judgment.Skeletons[at]];
            var tool = judgment.Tools[at].Name;
            var (otherServer, otherTool) = same[Math.Max(same.FindIndex(other => other.Server != server), 0)];
            if (otherServer != server || otherTool != tool) yield return new(server, tool, otherServer, otherTool);
        }
    }
}
