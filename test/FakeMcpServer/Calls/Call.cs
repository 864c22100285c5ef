using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Calls;

/// <summary>One request of a client, whichever era it belongs to: what it said, and the ways to talk to it while it waits.</summary>
internal sealed class Call
{
    private static readonly string[] Levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

    public required RpcMessage Message { get; init; }

    /// <summary>The stream that belongs to this request.</summary>
    public required EventLog Log { get; init; }

    public required JsonObject Capabilities { get; init; }

    /// <summary>Ask whatever the client declared.</summary>
    public required bool AsksUndeclared { get; init; }

    /// <summary>Answer as a stream even where nothing is said before the response.</summary>
    public required bool Streams { get; init; }

    /// <summary>The older era's session; null in the newer.</summary>
    public Session? Session { get; init; }

    public CancellationToken Cancelled { get; init; }

    public JsonObject Params => Message.Params;

    public JsonObject Arguments => Params.Object("arguments").OrEmpty();

    public bool IsModern => Session is null;

    /// <summary>Whether the client said that it understands tasks (2026-07-28, extension tasks).</summary>
    public bool TakesTasks => Capabilities.Object("extensions").Member(MetaKeys.Tasks) is not null;

    /// <summary>The client's answers to what it was asked in the round before.</summary>
    public JsonObject? Answers => Params.Object("inputResponses");

    public string? State => Params["requestState"].Text();

    public void Notify(string method, JsonObject parameters) => Log.Append(Rpc.Notification(method, parameters));

    /// <summary>Tells how far it is, to a client that gave a token for it.</summary>
    public void Progress(double progress, double total, string? message = null)
    {
        if (Message.Meta?["progressToken"] is not { } token) return;

        var parameters = new JsonObject { ["progressToken"] = token.DeepClone(), ["progress"] = progress, ["total"] = total };
        if (message is not null) parameters["message"] = message;
        Notify("notifications/progress", parameters);
    }

    /// <summary>Logs to a client that wants this level: asked for per request in the newer era, per session in the older, where silence means all.</summary>
    public void Tell(string level, string text)
    {
        var wanted = IsModern ? Message.Meta?[MetaKeys.LogLevel].Text() : Session!.LogLevel ?? Levels[0];
        if (wanted is null || Array.IndexOf(Levels, level) < Array.IndexOf(Levels, wanted)) return;

        Notify("notifications/message", new() { ["level"] = level, ["logger"] = "fake-mcp-server", ["data"] = text });
    }

    /// <summary>Asks the client one thing; see <see cref="AskAllAsync"/>.</summary>
    public async Task<JsonObject> AskAsync(string key, string method, JsonObject parameters) =>
        (await AskAllAsync(new() { [key] = Question(method, parameters) })).Object(key).OrEmpty();

    /// <summary>Asks the client: by requests on the stream in the older era, by the result <c>input_required</c> in the newer, which ends this call.</summary>
    public async Task<JsonObject> AskAllAsync(JsonObject questions, string? state = null)
    {
        foreach (var (_, question) in questions) Require(question!["method"].Text()!);
        if (!IsModern) return await AskInTurnAsync(questions);

        foreach (var (key, _) in questions)
        {
            if (Answers.Member(key) is { } answer and not JsonObject) throw RpcFault.InvalidParams($"The input response {key} is not an object", answer.DeepClone());
        }
        return questions.All(question => Answers.Object(question.Key) is not null) ? Answers! : throw new InputNeeded(questions, state);
    }

    public static JsonObject Question(string method, JsonObject parameters) => new() { ["method"] = method, ["params"] = parameters };

    /// <summary>Refuses the call where the client did not declare this capability.</summary>
    public void RequireCapability(string name)
    {
        if (!Capabilities.ContainsKey(name)) throw RpcFault.MissingCapability(new() { [name] = new JsonObject() });
    }

    private void Require(string method)
    {
        if (!AsksUndeclared) RequireCapability(method.Split('/')[0]);
    }

    private async Task<JsonObject> AskInTurnAsync(JsonObject questions)
    {
        var answers = new JsonObject();
        foreach (var (key, question) in questions)
        {
            var parameters = question!.Object("params").OrEmpty().DeepClone().AsObject();
            var answer = await Session!.AskAsync(Log, question!["method"].Text()!, parameters, Cancelled);
            answers[key] = answer.DeepClone();
        }
        return answers;
    }
}
