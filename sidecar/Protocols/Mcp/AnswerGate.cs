using System.Buffers;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Judges each message that a tool server sends in one exchange, by the rules in force at that moment: lists show only what may be called, definitions that nobody approved are
/// told or withheld, and what the server may not ask for never reaches the agent. It goes by the shape of a result and not by what was asked, so that neither a resumed stream nor a task is
/// a way round it. One thread at a time.
/// </summary>
internal sealed class AnswerGate(McpRequest request, SnapshotHolder snapshots, McpLedgers ledgers, McpOutcome outcome, GateGuard? guard = null)
{
    /// <summary>The most bytes of a message that is read; a larger one is answered with an error in its place.</summary>
    public const int MaxMessage = 4 * 1024 * 1024;

    private const string Notifications = "notifications/";
    private const int MaxMethod = 128;

    private readonly ServerMessage _message = new();
    private readonly GateContext _context = new(request, ledgers, outcome, ListCursor.Of(request)) { Guard = MessageGuard.Of(guard?.Session) };
    private bool _isAnswered;

    /// <summary>The word on one whole JSON-RPC message, or on a batch of them.</summary>
    public GateVerdict Judge(ReadOnlySequence<byte> message)
    {
        var verdict = ServerBatch.Is(message) ? ServerBatch.Judge(message, JudgeOne) : JudgeOne(message);
        if (verdict.Action != GateAction.Drop) outcome.Messages++;
        return verdict;
    }

    /// <summary>The word on a message, or a batch, that passed here and that somebody else does not let pass.</summary>
    public GateVerdict Deny(ReadOnlySequence<byte> message, GateRefusal refusal) =>
        ServerBatch.Is(message) ? ServerBatch.Judge(message, (in ReadOnlySequence<byte> one) => DenyOne(one, refusal)) : DenyOne(message, refusal);

    /// <summary>The word on a message that was too large to be read, or broke off.</summary>
    public GateVerdict JudgeUnread()
    {
        _message.Clear();
        return Unread(default, GateRefusal.Unread);
    }

    private GateVerdict JudgeOne(in ReadOnlySequence<byte> message)
    {
        if (message.Length > MaxMessage) return JudgeUnread();
        if (!ServerMessageReader.TryRead(message, _message)) return Unread(message, GateRefusal.Unread);
        if (GateScope.Of(snapshots.Current, request.Server) is not { } scope) return Unread(message, GateRefusal.NoServer);
        ledgers.Tools.Touch(scope.Server.Provider.Name);
        _context.Guard?.Read(message);
        return _message.Kind switch
        {
            McpKind.Request => JudgeRequest(message, scope),
            McpKind.Notification => JudgeNotification(message, scope),
            _ => JudgeResponse(message, scope),
        };
    }

    private GateVerdict DenyOne(in ReadOnlySequence<byte> message, GateRefusal refusal)
    {
        if (!ServerMessageReader.TryRead(message, _message)) return GateVerdict.Drop;
        if (_message.Kind == McpKind.Response) return Replace(message, refusal);
        var verdict = Withhold(MethodOf(message));
        return _message.Kind == McpKind.Request ? verdict with { Answer = GateAnswers.NotAllowed(IdOf(message)) } : verdict;
    }

    private GateVerdict JudgeResponse(in ReadOnlySequence<byte> message, GateScope scope)
    {
        if (_message.ErrorCode is { } code) outcome.ErrorCode = code;
        if (_message.Root(ServerMember.Result) is { } result) outcome.ResultBytes += result.End - result.Value;
        if (guard is { Session.Plan.Loops.IsEmpty: false }) TellLoops(message);
        var asked = AskedOf(message);
        if (asked is { Method: McpMethod.ToolsCall, Name: { } tool }) TellDrift(scope.Server, tool);
        var judge = new ResultJudge(scope, _context, message);
        if (judge.Judge(_message, asked) is { } refusal) return Replace(message, refusal);
        _isAnswered |= _message.Id is not null;
        return Edited(message, judge.Edits);
    }

    /// <summary>What came of a call counts as it came, before anything of it is kept from the agent.</summary>
    private void TellLoops(in ReadOnlySequence<byte> message)
    {
        var history = ledgers.Loops.Find(request.Server, request.Endpoint ?? request.Session);
        var id = IdOf(message);
        if (history?.Awaits(id) != true) return;
        var isFailure = _message.ErrorCode is not null || _message.Find(1, ServerMember.IsError) is { Word: ServerWord.True };
        history.Answer(id, CallHash.OfAnswer(message, _message), isFailure);
    }

    /// <summary>Under Warn a call passes whose tool is not as it was approved, and that is told of the call too.</summary>
    private void TellDrift(ToolServer server, string tool)
    {
        if (server.Pinning == PinningMode.Warn && ledgers.Tools.Check(server, tool) == PinVerdict.NotApproved) _context.TellDrift(server.Approved.ContainsKey(tool));
    }

    private GateVerdict JudgeNotification(in ReadOnlySequence<byte> message, GateScope scope)
    {
        var method = MethodOf(message);
        if (!method.StartsWith(Notifications, StringComparison.Ordinal)) return Withhold(method);
        if (method == "notifications/tools/list_changed") ledgers.Tools.Expire(scope.Server.Provider.Name);
        var judge = new ResultJudge(scope, _context, message);
        if (judge.Judge(_message, null) is not null) return Withhold(method);
        return Edited(message, judge.Edits);
    }

    private GateVerdict JudgeRequest(in ReadOnlySequence<byte> message, GateScope scope)
    {
        var method = MethodOf(message);
        var id = IdOf(message);
        var isAllowed = method == "ping" || (InputRequests.SubjectOf(method) is { } subject && scope.Decide(subject).Allowed);
        if (isAllowed && request.Era == McpEra.Legacy)
        {
            var edits = new GateEdits();
            if (_context.Guard?.Finish(message, edits) is not null) return Withhold(method) with { Answer = GateAnswers.NotAllowed(id) };
            ledgers.Asked.Add(request.Server, request.Session, id);
            return Edited(message, edits);
        }

        // The newest revision has no requests of servers, and no way to answer one.
        return request.Era == McpEra.Legacy ? Withhold(method) with { Answer = GateAnswers.NotAllowed(id) } : Withhold(method);
    }

    private static GateVerdict Edited(in ReadOnlySequence<byte> message, GateEdits? edits) => edits is { IsEmpty: false } ? GateVerdict.Replace(edits.Apply(message)) : GateVerdict.Pass;

    private GateVerdict Withhold(string what)
    {
        outcome.Withhold(what.Length > 0 ? what : "a method without a name");
        return GateVerdict.Drop;
    }

    /// <summary>What takes the place of a message that is not fit to be judged: an error where somebody waits for it, and nothing where nobody does.</summary>
    private GateVerdict Unread(in ReadOnlySequence<byte> message, GateRefusal refusal)
    {
        outcome.Withhold("message");
        if (_message.Method is not null) return GateVerdict.Drop;
        if (_message.Id is not null) return Replace(message, refusal);
        if (_isAnswered || request.First is not { Kind: McpKind.Request } asked) return GateVerdict.Drop;
        _isAnswered = true;
        return GateVerdict.Replace(GateAnswers.Error(asked.Id.Span, refusal));
    }

    private GateVerdict Replace(in ReadOnlySequence<byte> message, GateRefusal refusal)
    {
        _isAnswered = true;
        if (!refusal.IsGuarded) return GateVerdict.Replace(GateAnswers.Error(IdOf(message), refusal)) with { IsOwn = true };
        outcome.Withhold(_message.ErrorCode is null ? "result" : "error");
        var isReadable = guard?.DeniesAsError == false && IsToolResult(message);
        return GateVerdict.Replace(isReadable ? GateAnswers.ToolResult(IdOf(message), refusal, request.Era) : GateAnswers.Error(IdOf(message), refusal)) with { IsOwn = true };
    }

    /// <summary>Whether a model reads what a tool answered here: the request says so, or where it is not of this exchange, the content of the result.</summary>
    private bool IsToolResult(in ReadOnlySequence<byte> message)
    {
        if (_message.Root(ServerMember.Result) is not { } result) return false;
        if (AskedOf(message) is { } asked) return asked.Method is McpMethod.ToolsCall or McpMethod.TasksResult;
        var json = new Utf8JsonReader(message.Slice(result.Value, result.End - result.Value), new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("content"u8)) return true;
            json.Read();
            json.Skip();
        }

        return false;
    }

    /// <summary>The agent's message that this one answers; null where it is none of this exchange, as on a stream that was taken up again.</summary>
    private McpMessage? AskedOf(in ReadOnlySequence<byte> message)
    {
        if (_message.Id is not { } mark) return null;
        var id = message.Slice(mark.Value, mark.End - mark.Value);
        foreach (var asked in request.Messages)
        {
            if (asked.Kind == McpKind.Request && asked.Id.Length == id.Length && new SequenceReader<byte>(id).IsNext(asked.Id.Span)) return asked;
        }

        return null;
    }

    private byte[] IdOf(in ReadOnlySequence<byte> message) => _message.Id is { } id ? message.Slice(id.Value, id.End - id.Value).ToArray() : [];

    private string MethodOf(in ReadOnlySequence<byte> message) => ServerItems.TextOf(message, _message.Method!.Value, MaxMethod) ?? "";
}
