using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Tasks;

/// <summary>The tasks of a server, and the methods that are about them.</summary>
internal sealed class TaskStore : IDisposable
{
    private readonly ConcurrentDictionary<string, FakeTask> _tasks = new(StringComparer.Ordinal);

    public FakeTask Start(Func<FakeTask, Task<JsonObject>> run)
    {
        var task = new FakeTask();
        _tasks[task.Id] = task;
        task.Start(run);
        return task;
    }

    public JsonObject Get(Call call) => Find(call).Detail(call.IsModern);

    public JsonObject Update(Call call)
    {
        Find(call).Answer(call.Answers.OrEmpty());
        return [];
    }

    /// <summary>The newer era only acknowledges, the older tells the state.</summary>
    public JsonObject Cancel(Call call)
    {
        var task = Find(call);
        task.Cancel();
        return call.IsModern ? [] : task.Detail(modern: false);
    }

    /// <summary>2025-11-25 alone: waits for the result.</summary>
    public async Task<JsonObject> ResultAsync(Call call)
    {
        var task = Find(call);
        await task.Running.WaitAsync(call.Cancelled);
        if (task.Result is not { } result) throw RpcFault.InvalidParams($"The task is {task.Status}");

        var copy = result.DeepClone().AsObject();
        copy["_meta"] = new JsonObject { [MetaKeys.RelatedTask] = new JsonObject { ["taskId"] = task.Id } };
        return copy;
    }

    /// <summary>2025-11-25 alone.</summary>
    public JsonObject List() => new() { ["tasks"] = new JsonArray([.. _tasks.Values.Select(task => task.Detail(modern: false))]) };

    public void Dispose()
    {
        foreach (var task in _tasks.Values) task.Dispose();
    }

    private FakeTask Find(Call call)
    {
        if (call.IsModern && !call.TakesTasks) throw RpcFault.MissingCapability(RequiredCapability());
        return call.Params["taskId"].Text() is { } id && _tasks.TryGetValue(id, out var task) ? task : throw RpcFault.InvalidParams("Task not found");
    }

    public static JsonObject RequiredCapability() => new() { ["extensions"] = new JsonObject { [MetaKeys.Tasks] = new JsonObject() } };
}
