using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Tools;

/// <summary>The conformance suite's tools that take several rounds (2026-07-28, basic/patterns/mrtr).</summary>
internal sealed class InputTools(RequestStates states)
{
    private static readonly JsonObject Name = Ask(Elicitation.Form("What is your name?", ("name", "string")));

    public IEnumerable<Tool> All =>
    [
        Plain("elicitation", async call => $"Hello, {Field(await call.AskAllAsync(Questions(("user_name", Name))), "user_name", "name")}!"),
        Plain("sampling", async call => $"The model said: {Sampled(await call.AskAllAsync(Questions(("capital_question", Sample("What is the capital of France?")))))}"),
        Plain("list_roots", async call => $"Roots: {JsonBytes.Text((await call.AskAsync("client_roots", "roots/list", []))["roots"] ?? new JsonArray())}"),
        Plain("request_state", call => ConfirmAsync(call, "request-state")),
        Plain("tampered_state", call => ConfirmAsync(call, "tampered-state")),
        Plain("multiple_inputs", SeveralAsync),
        Plain("multi_round", RoundsAsync),
        Plain("capabilities", DeclaredAsync),
    ];

    private static Tool Plain(string name, Func<Call, Task<string>> run) =>
        Tool.Plain($"test_input_required_result_{name}", "Asks the client before it answers.", async call => Content.Says(await run(call)));

    /// <summary>The state must come back as it was given.</summary>
    private async Task<string> ConfirmAsync(Call call, string state)
    {
        if (call.IsModern && call.Answers is not null && states.Open(call.State) != state) throw RpcFault.InvalidParams("The requestState is another tool's");

        await call.AskAllAsync(Questions(("confirm", Ask(Elicitation.Form("Please confirm", ("ok", "boolean"))))), states.Seal(state));
        return "state-ok";
    }

    private async Task<string> SeveralAsync(Call call)
    {
        var answers = await call.AskAllAsync(Questions(
            ("user_name", Name),
            ("greeting", Sample("Generate a greeting")),
            ("client_roots", Call.Question("roots/list", []))), states.Seal("several"));
        return $"{Field(answers, "user_name", "name")} was greeted.";
    }

    private async Task<string> RoundsAsync(Call call)
    {
        var name = call.Answers is not null && call.State is not null ? Known(call) : null;
        name ??= Field(await call.AskAllAsync(Questions(("step1", Ask(Elicitation.Form("Step 1: What is your name?", ("name", "string"))))), states.Seal("round-1")), "step1", "name");
        var color = Field(
            await call.AskAllAsync(Questions(("step2", Ask(Elicitation.Form("Step 2: What is your favorite color?", ("color", "string"))))), states.Seal($"round-2:{name}")),
            "step2", "color");
        return $"{name} likes {color}.";
    }

    /// <summary>The second state carries what the first round learnt.</summary>
    private string? Known(Call call) => states.Open(call.State).Split(':', 2) is ["round-2", var name] ? name : null;

    /// <summary>Asks only for what the client said that it can do.</summary>
    private static async Task<string> DeclaredAsync(Call call)
    {
        var questions = new JsonObject();
        if (call.Capabilities.ContainsKey("sampling")) questions["greeting"] = Sample("Generate a greeting");
        if (call.Capabilities.ContainsKey("elicitation")) questions["user_name"] = Name.DeepClone();
        if (questions.Count == 0) return "The client can do nothing.";

        await call.AskAllAsync(questions);
        return "The client did what it can.";
    }

    private static JsonObject Ask(JsonObject form) => Call.Question("elicitation/create", form);

    private static JsonObject Sample(string prompt) => Call.Question("sampling/createMessage", Elicitation.Sampling(prompt));

    private static JsonObject Questions(params (string Key, JsonObject Question)[] questions)
    {
        var all = new JsonObject();
        foreach (var (key, question) in questions) all[key] = question.DeepClone();
        return all;
    }

    private static string Field(JsonObject answers, string key, string field) => answers.Object(key).Object("content")?[field].Text() ?? "nobody";

    private static string? Sampled(JsonObject answers) => answers.Object("capital_question").Object("content")?["text"].Text();
}
