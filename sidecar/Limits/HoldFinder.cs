using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>Which limits count a call, and by which keys.</summary>
internal static class HoldFinder
{
    private const int MostKey = 512;

    public static Hold[] Find(LimitBook book, Plan plan, IHeaderDictionary headers) =>
        plan.Permit.Call is { Mcp: { } tools } ? OfTools(book, tools, plan.Guard is not null, headers) : OfModel(book, plan.Permit.Call, headers);

    private static Hold[] OfModel(LimitBook book, Call call, IHeaderDictionary headers)
    {
        var limits = book.Plan.Limits;
        var count = 0;
        foreach (var limit in limits)
        {
            if (limit.CoversModel(call.Model)) count++;
        }

        if (count == 0) return [];
        var holds = new Hold[count];
        Span<char> user = stackalloc char[EndUsers.KeyLength];
        for (var (index, next) = (0, 0); next < count; index++)
        {
            var (limit, state) = (limits[index], book.States[index]);
            if (!limit.CoversModel(call.Model)) continue;
            if (limit.Rule.By == LimitBy.EndUser) EndUsers.WriteKey(headers, limit.Rule, user);
            ReadOnlySpan<char> key = limit.Rule.By switch
            {
                LimitBy.EndUser => user,
                LimitBy.Model => call.Model?.ToLowerInvariant(), // Itself, where nothing is to be lowered.
                _ => default,
            };
            holds[next++] = new(limit, state, state.Of(key));
        }

        return holds;
    }

    /// <summary>Each call of a tool in the body counts; what else is asked of a tool server does not.</summary>
    private static Hold[] OfTools(LimitBook book, McpRequest tools, bool isGuarded, IHeaderDictionary headers)
    {
        List<Hold>? holds = null;
        foreach (var message in tools.Messages)
        {
            if (message is not { Method: McpMethod.ToolsCall, Kind: McpKind.Request or McpKind.Notification, Name: { } name }) continue;
            Add(holds ??= new(book.Plan.Limits.Length), book, (tools.Server, name, isGuarded), headers);
        }

        return holds is null ? [] : [.. holds];
    }

    private static void Add(List<Hold> holds, LimitBook book, (string Server, string Name, bool IsGuarded) tool, IHeaderDictionary headers)
    {
        Span<char> text = stackalloc char[MostKey];
        var length = Math.Min(MostKey, tool.Server.Length + 1 + tool.Name.Length);
        ReadOnlySpan<char> whole = tool.Server.Length + 1 + tool.Name.Length <= MostKey ? text[..length] : $"{tool.Server}/{tool.Name}".ToLowerInvariant();
        if (whole.Length <= MostKey) Join(tool.Server, tool.Name, text);
        Span<char> user = stackalloc char[EndUsers.KeyLength];
        for (var index = 0; index < book.Plan.Limits.Length; index++)
        {
            var (limit, state) = (book.Plan.Limits[index], book.States[index]);
            if (!limit.CoversTool(whole) || (limit.CountsTokens && !tool.IsGuarded)) continue;
            if (limit.Rule.By == LimitBy.EndUser) EndUsers.WriteKey(headers, limit.Rule, user);
            ReadOnlySpan<char> key = limit.Rule.By switch
            {
                LimitBy.EndUser => user,
                LimitBy.Tool => whole,
                _ => default,
            };
            Add(holds, new(limit, state, state.Of(key)));
        }
    }

    /// <summary>Messages of a batch that one count counts are held together.</summary>
    private static void Add(List<Hold> holds, in Hold hold)
    {
        for (var index = 0; index < holds.Count; index++)
        {
            var known = holds[index];
            if (known.Count != hold.Count) continue;
            known.Messages++;
            holds[index] = known;
            return;
        }

        holds.Add(hold);
    }

    /// <summary>In lower case: a server may not tell cases apart, and another spelling is no other count.</summary>
    private static void Join(string server, string name, Span<char> into)
    {
        server.AsSpan().ToLowerInvariant(into);
        into[server.Length] = '/';
        name.AsSpan().ToLowerInvariant(into[(server.Length + 1)..]);
    }
}
