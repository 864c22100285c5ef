using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Protocol;
using AiGateway.Fakes.Mcp.Tasks;

namespace AiGateway.Fakes.Mcp.Tools;

/// <summary>The conformance suite's tools that answer with a task, where the client understands one.</summary>
internal sealed class TaskTools(TaskStore tasks)
{
    private delegate Task<JsonObject> Asking(JsonObject questions);

    public IEnumerable<Tool> All =>
    [
        Tool.Of("""
            {
              "name": "greet", "description": "Greets, at once.",
              "inputSchema": { "type": "object", "properties": { "name": { "type": "string", "description": "Whom" } }, "required": ["name"] }
            }
            """, call => Content.Says($"Hello, {call.Arguments["name"].Text()}!")),
        Tool.Of("""
            {
              "name": "slow_compute", "description": "Computes for a while.",
              "inputSchema": {
                "type": "object",
                "properties": { "seconds": { "type": "number", "description": "How long" }, "label": { "type": "string", "description": "A name for it" } }
              },
              "execution": { "taskSupport": "optional" }
            }
            """, call => Seconds(call) > 0 ? StartAsync(call, required: false, (task, _) => ComputeAsync(call, task)) : Task.FromResult(Content.Says("computed"))),
        Tool.Plain("failing_job", "Fails after a while.", call => StartAsync(call, required: true, (_, _) => AfterAsync(() => Content.Fails("The job failed")))),
        Tool.Plain("protocol_error_job", "Breaks after a while.", call => StartAsync(call, required: true, (_, _) =>
            AfterAsync(() => throw new RpcFault(-32603, "The job broke")))),
        Tool.Of("""
            {
              "name": "confirm_delete", "description": "Deletes a file when the user agrees.",
              "inputSchema": { "type": "object", "properties": { "filename": { "type": "string", "description": "Which" } }, "required": ["filename"] }
            }
            """, call => StartAsync(call, required: false, (_, ask) => ConfirmAsync(call, ask))),
        Tool.Plain("multi_input", "Asks the user two things at once.", call => StartAsync(call, required: false, (_, ask) => TwiceAsync(ask))),
        Tool.Plain("test_tool_with_task", "Asks first, then goes on as a task.", EscalateAsync),
    ];

    /// <summary>A task for clients that take one; the others wait, or are refused where the tool cannot do without.</summary>
    private async Task<JsonObject> StartAsync(Call call, bool required, Func<FakeTask, Asking, Task<JsonObject>> run)
    {
        if (call.TakesTasks && call.IsModern || call.Params.ContainsKey("task") && !call.IsModern)
            return tasks.Start(task => run(task, task.AskAllAsync)).Created(call.IsModern);
        if (required && call.IsModern) throw RpcFault.MissingCapability(TaskStore.RequiredCapability());

        using var detached = new FakeTask();
        await using var cancelled = call.Cancelled.Register(detached.Cancel);
        return await run(detached, questions => call.AskAllAsync(questions));
    }

    private async Task<JsonObject> EscalateAsync(Call call)
    {
        var answer = await call.AskAsync("user_name", "elicitation/create", Elicitation.Form("What is your name?", ("name", "string")));
        var name = answer.Object("content")?["name"].Text();
        return await StartAsync(call, required: true, (_, _) => AfterAsync(() => Content.Says($"Done for {name}")));
    }

    private static double Seconds(Call call) => call.Arguments["seconds"].Number() ?? 0;

    private static async Task<JsonObject> ComputeAsync(Call call, FakeTask task)
    {
        await Task.Delay(TimeSpan.FromSeconds(Seconds(call)), task.Cancelled);
        return Content.Says($"computed {call.Arguments["label"].Text()}");
    }

    private static async Task<JsonObject> ConfirmAsync(Call call, Asking ask)
    {
        var answers = await ask(Confirmations("confirmation"));
        return Content.Says($"{call.Arguments["filename"].Text()}: {answers.Object("confirmation")?["action"].Text()}");
    }

    private static async Task<JsonObject> TwiceAsync(Asking ask)
    {
        await ask(Confirmations("first", "second"));
        return Content.Says("Both were answered.");
    }

    private static JsonObject Confirmations(params string[] keys)
    {
        var questions = new JsonObject();
        foreach (var key in keys) questions[key] = Call.Question("elicitation/create", Elicitation.Form($"Please confirm: {key}", ("confirm", "boolean")));
        return questions;
    }

    private static async Task<JsonObject> AfterAsync(Func<JsonObject> end)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(150));
        return end();
    }
}
