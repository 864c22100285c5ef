using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Takes pages of tools into the catalogue: each definition by the hash of the whole of it, every member that it has, known or not.</summary>
internal static class ToolLists
{
    /// <summary>Takes in the answer to a <c>tools/list</c> of the gateway's own, with the cursor that it was asked with; null for the first page.</summary>
    public static ToolListing Take(ToolServer server, ToolCatalog catalog, in ReadOnlySequence<byte> answer, string? cursor)
    {
        var message = new ServerMessage();
        if (answer.Length > AnswerGate.MaxMessage || !ServerMessageReader.TryRead(answer, message)) return default;
        if (message.Find(1, ServerMember.Tools) is not { Type: JsonTokenType.StartArray } list || ServerItems.Read(answer, list) is not { } items) return default;
        if (!TryNext(answer, message, list.Level, out var next)) return default;
        catalog.Touch(server.Provider.Name);
        catalog.Take(server.Provider.Name, new() { Tools = Definitions(answer, items), Cursor = cursor, Next = next, IsPlaced = true });
        return new(true, next);
    }

    /// <summary>The cursor of the next page; false where what stands there is none.</summary>
    public static bool TryNext(in ReadOnlySequence<byte> message, ServerMessage members, int level, out string? next)
    {
        next = null;
        if (members.Find(level, ServerMember.NextCursor) is not { Type: not JsonTokenType.Null } mark) return true;
        next = ServerItems.TextOf(message, mark, OpenList.MaxCursor);
        return next is not null;
    }

    /// <summary>The definitions on a page, each name once: one that two tools have is nobody's, and has no hash.</summary>
    public static ImmutableArray<ToolDefinition> Definitions(in ReadOnlySequence<byte> message, List<ServerItem> items)
    {
        var tools = new Dictionary<string, ToolDefinition>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.Key is not { } name) continue;
            if (tools.TryGetValue(name, out var other)) tools[name] = other with { Hash = "" };
            else if (tools.Count < SeenServer.MaxTools) tools.Add(name, new(name, HashOf(message, item) ?? "", item.Properties));
        }

        return [.. tools.Values];
    }

    /// <summary>The hash that a pin of this item has; null where its JSON has no canonical form.</summary>
    public static string? HashOf(in ReadOnlySequence<byte> message, ServerItem item) => CanonicalJson.HashOf(message.Slice(item.Start, item.End - item.Start));
}
