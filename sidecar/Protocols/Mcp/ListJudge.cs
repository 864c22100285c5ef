using System.Buffers;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Judges the items of a list one by one, and cuts out those that the agent may not have. What stays is as it came, in its order.</summary>
internal readonly ref struct ListJudge(GateScope scope, GateContext context, ReadOnlySequence<byte> message)
{
    private readonly GateScope _scope = scope;
    private readonly GateContext _context = context;
    private readonly ReadOnlySequence<byte> _message = message;

    /// <summary>Which items of a list that is no list of tools stay.</summary>
    public bool[] Judge(ServerMember list, List<ServerItem> items)
    {
        var kept = new bool[items.Count];
        for (var index = 0; index < kept.Length; index++) kept[index] = items[index].Key is { } key && MayHave(list, key);
        return kept;
    }

    /// <summary>Which tools stay. Every definition is remembered, those too that the agent may not have.</summary>
    public bool[] JudgeTools(List<ServerItem> items, ListPlace place, string? next)
    {
        var server = _scope.Server;
        var tools = ToolLists.Definitions(_message, items);
        var hashes = tools.ToDictionary(tool => tool.Name, tool => tool.Hash, StringComparer.Ordinal);
        var repeated = Repeated(items);
        repeated.UnionWith(_context.Ledgers.Tools.Take(server.Provider.Name, new() { Tools = tools, Cursor = place.Cursor, Next = next, IsPlaced = place.IsKnown }));

        var kept = new bool[items.Count];
        for (var index = 0; index < kept.Length; index++)
        {
            if (items[index].Key is not { } name || name == ToolPin.Instructions || !MayHave(ServerMember.Tools, name)) continue;
            var isRepeated = repeated.Contains(name);
            var isApproved = !isRepeated && server.Approves(name, hashes.GetValueOrDefault(name, ""));
            if (isRepeated) _context.TellDuplicate();
            else if (!isApproved && server.Pinning != PinningMode.Off) _context.TellDrift(server.Approved.ContainsKey(name));
            kept[index] = isApproved || server.Pinning != PinningMode.Block;
        }

        return kept;
    }

    /// <summary>Takes those out whose texts are denied, and looks at no text of those that do not stay anyway; returns how many.</summary>
    public static int Guard(MessageGuard guard, List<ServerItem> items, bool[] kept, (ReadOnlySequence<byte> Message, GateEdits Edits) into)
    {
        var denied = 0;
        for (var index = 0; index < kept.Length; index++)
        {
            var (start, end) = (items[index].Start, items[index].End);
            if (!kept[index]) guard.Leave(start, end);
            else if (!guard.TryTake(into.Message, start, end, into.Edits)) (kept[index], denied) = (false, denied + 1);
        }

        return denied;
    }

    /// <summary>Cuts the items that do not stay out of the array, with the commas that it needs no more.</summary>
    public static void Cut(List<ServerItem> items, bool[] kept, GateEdits edits)
    {
        var last = Array.LastIndexOf(kept, true);
        for (var index = 0; index < last; index++)
        {
            var first = index;
            while (!kept[index]) index++;
            if (index > first) edits.Cut(items[first].Start, items[index].Start);
        }

        if (last + 1 < items.Count) edits.Cut(last < 0 ? items[0].Start : items[last].End, items[^1].End);
    }

    private bool MayHave(ServerMember list, string key) => list switch
    {
        ServerMember.Tools => _scope.Decide(McpSubject.Tool, key).Allowed,
        ServerMember.Prompts => _scope.Decide(McpSubject.Prompt, key).Allowed,
        ServerMember.Resources => _scope.Decide(McpSubject.Resource, key).Allowed,
        ServerMember.ResourceTemplates => _scope.Decide(McpSubject.Resource, key, isTemplate: true).Allowed,
        _ => _context.Ledgers.Tasks.ToolOf(_context.Request.Server, key) is { } tool && _scope.Decide(McpSubject.Tool, tool).Allowed,
    };

    private static HashSet<string> Repeated(List<ServerItem> items)
    {
        var (names, repeated) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var item in items)
        {
            if (item.Key is { } name && !names.Add(name)) repeated.Add(name);
        }

        return repeated;
    }
}
