using System.Buffers;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Judges what a message carries, member by member and whatever was asked: lists, instructions, hints to caches, requests for input, tasks, and what an error tells beside its code. The results and
/// errors of tasks in it are judged as the message's own.
/// </summary>
internal ref struct ResultJudge(GateScope scope, GateContext context, ReadOnlySequence<byte> message)
{
    private static readonly byte[] s_private = "\"private\""u8.ToArray();

    private readonly GateScope _scope = scope;
    private readonly GateContext _context = context;
    private readonly ReadOnlySequence<byte> _message = message;

    /// <summary>What is cut out and put in; null where the message stays as it came.</summary>
    public GateEdits? Edits { get; private set; }

    /// <summary>The refusal that stands for the whole message; null where it passes, edited or not.</summary>
    public GateRefusal? Judge(ServerMessage members, McpMessage? asked)
    {
        foreach (var mark in members.Marks)
        {
            if (mark.Level > 0 && JudgeMember(mark, members, asked) is { } refusal) return refusal;
        }

        return JudgeTexts();
    }

    /// <summary>The texts of the message that belong to no list, together.</summary>
    private GateRefusal? JudgeTexts()
    {
        if (_context.Guard is not { } guard) return null;
        var edits = Edits ?? new();
        if (guard.Finish(_message, edits) is { } refusal) return refusal;
        if (!edits.IsEmpty) Edits = edits;
        return null;
    }

    private GateRefusal? JudgeMember(ServerMark mark, ServerMessage members, McpMessage? asked)
    {
        switch (mark.Member)
        {
            case ServerMember.Tools or ServerMember.Resources or ServerMember.ResourceTemplates or ServerMember.Prompts or ServerMember.Tasks:
                return JudgeList(mark, members, asked);
            case ServerMember.Instructions:
                return JudgeInstructions(mark);
            case ServerMember.InputRequests:
                return Told(InputRequests.Judge(_message, mark, _scope), "inputRequests");
            case ServerMember.CacheScope when mark.Word != ServerWord.Private:
                (Edits ??= new()).Put(mark, s_private); // What one agent may see is not for another's cache.
                return null;
            case ServerMember.ResultType when mark.Word == ServerWord.Other && _context.Request.Era == McpEra.Modern:
                return GateRefusal.UnknownResult;
            case ServerMember.IsError:
                _context.Outcome.IsError |= mark.Word == ServerWord.True;
                return null;
            case ServerMember.Task or ServerMember.TaskId when mark.Level == 1:
                TakeTask(mark, asked);
                return null;
            default:
                return JudgeError(mark, asked);
        }
    }

    private GateRefusal? JudgeError(ServerMark mark, McpMessage? asked)
    {
        if (mark is { Member: ServerMember.Code, Word: ServerWord.ElicitationRequired } && _scope.Decide(McpSubject.Elicitation) is { Allowed: false } denial)
            return Told(GateRefusal.Asked("elicitation/create", denial), "elicitation/create");
        if (mark.Member == ServerMember.Data && (mark.Word == ServerWord.Definitions || IsList(asked)))
        {
            (Edits ??= new()).Remove(_message, mark);
            _context.Outcome.Withhold("error.data");
        }

        return null;
    }

    private GateRefusal? JudgeList(ServerMark mark, ServerMessage members, McpMessage? asked)
    {
        if (mark.Type == JsonTokenType.Null) return null;
        if (mark.Type != JsonTokenType.StartArray || ServerItems.Read(_message, mark) is not { } items) return GateRefusal.Unread;
        var judge = new ListJudge(_scope, _context, _message);
        var kept = mark.Member == ServerMember.Tools ? judge.JudgeTools(items, PlaceOf(mark, members, asked, out var next), next) : judge.Judge(mark.Member, items);
        if (_context.Guard is { } guard) _context.Outcome.Guarded += ListJudge.Guard(guard, items, kept, (_message, Edits ??= new()));
        var shown = kept.AsSpan().Count(true);
        _context.TellList(kept.Length, shown);
        if (shown < kept.Length) ListJudge.Cut(items, kept, Edits ??= new());
        return null;
    }

    /// <summary>Which page of its list this is, by the request: in this exchange, or remembered for a stream whose requests are posted elsewhere.</summary>
    private readonly ListPlace PlaceOf(ServerMark list, ServerMessage members, McpMessage? asked, out string? next)
    {
        if (!ToolLists.TryNext(_message, members, list.Level, out next) || list.Level > 1) return default;
        if (asked is not null) return asked.Method == McpMethod.ToolsList ? _context.Place : default;
        var (request, id) = (_context.Request, members.Id);
        if (request is not { Verb: McpVerb.Get, Session: { } stream } || id is not { } mark) return default;
        return _context.Ledgers.Pages.TryTake(request.Server, stream, _message.Slice(mark.Value, mark.End - mark.Value).ToArray(), out var cursor) ? new(true, cursor) : default;
    }

    /// <summary>Text that is shown to the model: pinned as a tool's definition is.</summary>
    private GateRefusal? JudgeInstructions(ServerMark mark)
    {
        if (mark.Type == JsonTokenType.Null) return null;
        if (mark.Type != JsonTokenType.String) return GateRefusal.Unread;
        var server = _scope.Server;
        var hash = CanonicalJson.HashOf(_message.Slice(mark.Value, mark.End - mark.Value)) ?? "";
        if (hash.Length > 0) _context.Ledgers.Tools.TakeInstructions(server.Provider.Name, hash);
        if (server.Approves(ToolPin.Instructions, hash)) return GuardInstructions(mark);
        _context.TellDrift(server.Approved.ContainsKey(ToolPin.Instructions));
        if (server.Pinning != PinningMode.Block) return GuardInstructions(mark);
        RemoveInstructions(mark);
        return null;
    }

    /// <summary>Denied, they are left out: without them the server is of use still.</summary>
    private GateRefusal? GuardInstructions(ServerMark mark)
    {
        if (_context.Guard?.TryTake(_message, mark.Value, mark.End, Edits ??= new()) == false) RemoveInstructions(mark);
        return null;
    }

    private void RemoveInstructions(ServerMark mark)
    {
        _context.Guard?.Leave(mark.Value, mark.End);
        (Edits ??= new()).Remove(_message, mark);
        _context.Outcome.Withhold("instructions");
    }

    /// <summary>A task that the server gave for a call of a tool; a task's state, asked for later, is of a task that is known already.</summary>
    private readonly void TakeTask(ServerMark mark, McpMessage? asked)
    {
        if (asked is not { Method: McpMethod.ToolsCall, Name: { } tool }) return;
        var task = mark.Member == ServerMember.Task ? ServerItems.KeyOf(_message, mark) : ServerItems.TextOf(_message, mark, ToolPin.MaxName);
        if (task is not null) _context.Ledgers.Tasks.Add(_context.Request.Server, task, tool);
    }

    private readonly GateRefusal? Told(GateRefusal? refusal, string what)
    {
        if (refusal is not null) _context.Outcome.Withhold(what);
        return refusal;
    }

    private static bool IsList(McpMessage? asked) => asked?.Method is McpMethod.ToolsList or McpMethod.ResourcesList or McpMethod.ResourceTemplatesList or McpMethod.PromptsList or McpMethod.TasksList;
}
