using System.Collections.Concurrent;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// The tasks that servers gave to this agent, each with the tool whose call it is: asking about a task is judged as calling its tool, and a task that this agent was not given is
/// no task. Bounded; the oldest make room.
/// </summary>
internal sealed class TaskLedger
{
    public const int MaxTasks = 1024;
    public const int MaxId = 256;

    private readonly ConcurrentDictionary<(string Server, string Task), string> _tools = new();
    private readonly ConcurrentQueue<(string Server, string Task)> _order = new();

    /// <summary>A server gave a task for a call of this tool.</summary>
    public void Add(string server, string task, string tool)
    {
        if (task.Length > MaxId || !_tools.TryAdd((server, task), tool)) return;
        _order.Enqueue((server, task));
        while (_tools.Count > MaxTasks && _order.TryDequeue(out var oldest)) _tools.TryRemove(oldest, out _);
    }

    /// <summary>The tool whose task it is; null where this agent was given no such task.</summary>
    public string? ToolOf(string server, string task) => _tools.GetValueOrDefault((server, task));
}
