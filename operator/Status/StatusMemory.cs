using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Status;

/// <summary>
/// The statuses of the last look, by what they were made of: of thousands of resources nearly all are as they were half a second ago, and are not put into words again. It decides nothing.
/// </summary>
internal sealed class StatusMemory
{
    private readonly Dictionary<StatusKey, Entry> _entries = [];

    /// <summary>What a resource's status is to be, as <see cref="ConditionWriter"/> writes it.</summary>
    public CommonStatus Of(ResourceReport report, SidecarTally tally, Look look)
    {
        var (key, before) = (StatusKey.Of(report.Resource), look.Before(report.Resource));
        if (_entries.TryGetValue(key, out var known) && ReferenceEquals(known.Report, report) && ReferenceEquals(known.Before, before) && known.Tally.Says(tally)) return known.Status;
        var status = ConditionWriter.Write(report, tally, before, look.Now);
        if (before is not (null or AgentStatus or McpServerStatus) && StatusComparison.Same(before, status)) status = before; // Of those two, others write parts.
        _entries[key] = new(report, tally, before, status);
        return status;
    }

    /// <summary>Forgets those of resources that are gone.</summary>
    /// <param name="there">How many resources there are.</param>
    /// <param name="isThere">Whether one is there.</param>
    public void Forget(int there, Func<StatusKey, bool> isThere)
    {
        if (_entries.Count <= there) return;
        foreach (var key in _entries.Keys.Where(key => !isThere(key)).ToList()) _entries.Remove(key);
    }

    public void Clear() => _entries.Clear();

    private sealed record Entry(ResourceReport Report, SidecarTally Tally, CommonStatus? Before, CommonStatus Status);
}
