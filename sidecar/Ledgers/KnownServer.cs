using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>What is known of one tool server at one moment: immutable, replaced whole.</summary>
internal sealed record KnownServer
{
    /// <summary>The most property names that are kept of one server's tools together.</summary>
    public const int MaxProperties = 8192;

    /// <summary>What the operator is told; the same object while nothing in it changed.</summary>
    public required SeenServer Seen { get; init; }

    /// <summary>The server's newest whole list, by name; null where none was seen.</summary>
    public IReadOnlyDictionary<string, ToolDefinition>? Listed { get; init; }

    /// <summary>Definitions on pages since then, whose lists have not come to their end: newer than the same names of the whole list.</summary>
    public ImmutableDictionary<string, ToolDefinition> Newer { get; init; } = ImmutableDictionary.Create<string, ToolDefinition>(StringComparer.Ordinal);

    public ImmutableArray<OpenList> Open { get; init; } = [];

    /// <summary>When the whole list came, by the clock's counter.</summary>
    public long ListedStamp { get; init; }

    /// <summary>Whether the server said since that its tools are others.</summary>
    public bool IsExpired { get; init; }

    public int Expiries { get; init; }

    public static KnownServer New(string server, DateTimeOffset minute) => new() { Seen = new() { Server = server, Tools = [], At = minute } };

    public ToolDefinition? Find(string tool) => Newer.TryGetValue(tool, out var newer) ? newer : Listed?.GetValueOrDefault(tool);

    /// <summary>The same, a page later. What was known stays known until the list that the page belongs to has come whole.</summary>
    public KnownServer With(ToolPage page, DateTimeOffset second, long stamp)
    {
        var list = !page.IsPlaced ? null
            : page.Cursor is null ? new("", Expiries, [])
            : Open.FirstOrDefault(open => open.Next == page.Cursor);
        if (list is null) return this with { Newer = Merge(Newer, page.Tools) };

        var tools = Join(list.Tools, page.Tools);
        var others = Open.Remove(list);
        if (page.Next is null) return Complete(tools, second) with { Open = others, ListedStamp = stamp, IsExpired = list.Expiries != Expiries };
        if (page.Next.Length > OpenList.MaxCursor) return this with { Newer = Merge(Newer, page.Tools), Open = others };
        if (others.Length == OpenList.Most) others = others.RemoveAt(0);
        return this with { Newer = Merge(Newer, page.Tools), Open = others.Add(list with { Next = page.Next, Tools = tools }) };
    }

    /// <summary>Those names of a page that stood on an earlier page of the same list.</summary>
    public ImmutableArray<string> Repeats(ToolPage page)
    {
        if (!page.IsPlaced || page.Cursor is null || Open.FirstOrDefault(open => open.Next == page.Cursor) is not { } list) return [];
        var before = list.Tools.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        return [.. page.Tools.Select(tool => tool.Name).Where(before.Contains)];
    }

    private KnownServer Complete(ImmutableArray<ToolDefinition> tools, DateTimeOffset second)
    {
        var seen = tools.Where(tool => tool.Hash.Length > 0).OrderBy(tool => tool.Name, StringComparer.Ordinal).Select(tool => new SeenTool { Name = tool.Name, Hash = tool.Hash });
        var told = seen.ToImmutableArray();
        return this with
        {
            Seen = Seen with { Tools = told.SequenceEqual(Seen.Tools) ? Seen.Tools : told, ListedAt = second },
            Listed = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal),
            Newer = Newer.Clear(),
        };
    }

    /// <summary>A name that comes again on a later page is nobody's: its hash is forgotten.</summary>
    private static ImmutableArray<ToolDefinition> Join(ImmutableArray<ToolDefinition> before, ImmutableArray<ToolDefinition> page)
    {
        var tools = before.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
        var properties = before.Sum(tool => tool.Properties.Length);
        foreach (var tool in page)
        {
            if (tools.TryGetValue(tool.Name, out var earlier)) tools[tool.Name] = earlier with { Hash = "" };
            else if (tools.Count < SeenServer.MaxTools) tools.Add(tool.Name, (properties += tool.Properties.Length) > MaxProperties ? tool with { Properties = [] } : tool);
        }

        return [.. tools.Values];
    }

    private static ImmutableDictionary<string, ToolDefinition> Merge(ImmutableDictionary<string, ToolDefinition> known, ImmutableArray<ToolDefinition> page)
    {
        var builder = known.ToBuilder();
        foreach (var tool in page)
        {
            if (builder.Count < SeenServer.MaxTools || builder.ContainsKey(tool.Name)) builder[tool.Name] = tool;
        }

        return builder.ToImmutable();
    }
}
