using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Tasks;

/// <summary>A call that outlives its answer: the client asks for its state (2026-07-28, extension tasks; 2025-11-25, utilities/tasks).</summary>
internal sealed class FakeTask : IDisposable
{
    private const int Lifetime = 300_000;
    private const int PollInterval = 100;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly JsonObject _questions = [];
    private readonly JsonObject _answers = [];
    private readonly DateTimeOffset _created = DateTimeOffset.UtcNow;
    private DateTimeOffset _updated = DateTimeOffset.UtcNow;
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public string Status { get; private set; } = "working";

    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>What the tool said; null before its end.</summary>
    public JsonObject? Result { get; private set; }

    public JsonObject? Error { get; private set; }

    /// <summary>Ends with the last transition.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public void Start(Func<FakeTask, Task<JsonObject>> run) => Running = RunAsync(run);

    /// <summary>Waits until the client has answered all of these by <c>tasks/update</c>.</summary>
    public async Task<JsonObject> AskAllAsync(JsonObject questions)
    {
        Task answered;
        lock (_lock)
        {
            foreach (var (key, question) in questions) _questions[key] = question!.DeepClone();
            Move("input_required");
            answered = _answered.Task;
        }
        await answered.WaitAsync(Cancelled);
        return _answers;
    }

    /// <summary>Takes the answers to what is still open; the rest of them says nothing.</summary>
    public void Answer(JsonObject answers)
    {
        lock (_lock)
        {
            foreach (var (key, answer) in answers)
            {
                if (_questions.Remove(key)) _answers[key] = answer?.DeepClone();
            }
            if (Status != "input_required" || _questions.Count > 0) return;

            Move("working");
            _answered.TrySetResult();
            _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Cancel()
    {
        lock (_lock)
        {
            if (Result is null && Error is null) Move("cancelled");
        }
        _cancelled.Cancel();
    }

    /// <summary>The answer to the call that began it.</summary>
    public JsonObject Created(bool modern)
    {
        lock (_lock)
        {
            if (!modern) return new() { ["task"] = Describe(modern) };

            var created = Describe(modern);
            created["resultType"] = "task";
            return created;
        }
    }

    /// <summary>The state as <c>tasks/get</c> tells it; the newer era has the result and the open questions inside.</summary>
    public JsonObject Detail(bool modern)
    {
        lock (_lock)
        {
            var detail = Describe(modern);
            if (!modern) return detail;

            if (Status == "completed") detail["result"] = Result!.DeepClone();
            if (Status == "failed") detail["error"] = Error!.DeepClone();
            if (Status == "input_required") detail["inputRequests"] = _questions.DeepClone();
            return detail;
        }
    }

    public void Dispose() => _cancelled.Dispose();

    private JsonObject Describe(bool modern) => new()
    {
        ["taskId"] = Id,
        ["status"] = Status,
        ["createdAt"] = _created.ToString("O", CultureInfo.InvariantCulture),
        ["lastUpdatedAt"] = _updated.ToString("O", CultureInfo.InvariantCulture),
        [modern ? "ttlMs" : "ttl"] = Lifetime,
        [modern ? "pollIntervalMs" : "pollInterval"] = PollInterval,
    };

    private async Task RunAsync(Func<FakeTask, Task<JsonObject>> run)
    {
        try
        {
            var result = await run(this);
            Settle(() => Result = result, "completed");
        }
        catch (RpcFault fault)
        {
            Settle(() => Error = Rpc.Error(null, fault).Object("error")!.DeepClone().AsObject(), "failed");
        }
        catch (OperationCanceledException)
        {
            Settle(() => { }, "cancelled");
        }
    }

    private void Settle(Action keep, string status)
    {
        lock (_lock)
        {
            if (Status == "cancelled") return;

            keep();
            Move(status);
        }
    }

    private void Move(string status)
    {
        Status = status;
        _updated = DateTimeOffset.UtcNow;
    }
}
