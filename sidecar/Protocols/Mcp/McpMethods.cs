using System.Collections.Frozen;
using System.Text;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// The methods of all revisions of MCP: who may say each, in which era, and whether it is answered. What is not here is refused, and names are told apart by case.
/// </summary>
internal static class McpMethods
{
    /// <summary>The longest name of a method that is read.</summary>
    public const int MaxName = 128;

    private const string Notifications = "notifications/";

    private static readonly Row[] s_rows =
    [
        new("initialize", McpMethod.Initialize, McpKind.Request, Legacy: true),
        new("server/discover", McpMethod.Discover, McpKind.Request, Modern: true),
        new("ping", McpMethod.Ping, McpKind.Request, Legacy: true),
        new("tools/list", McpMethod.ToolsList, McpKind.Request, Legacy: true, Modern: true),
        new("tools/call", McpMethod.ToolsCall, McpKind.Request, Legacy: true, Modern: true),
        new("resources/list", McpMethod.ResourcesList, McpKind.Request, Legacy: true, Modern: true),
        new("resources/templates/list", McpMethod.ResourceTemplatesList, McpKind.Request, Legacy: true, Modern: true),
        new("resources/read", McpMethod.ResourcesRead, McpKind.Request, Legacy: true, Modern: true),
        new("resources/subscribe", McpMethod.ResourcesSubscribe, McpKind.Request, Legacy: true),
        new("resources/unsubscribe", McpMethod.ResourcesUnsubscribe, McpKind.Request, Legacy: true),
        new("prompts/list", McpMethod.PromptsList, McpKind.Request, Legacy: true, Modern: true),
        new("prompts/get", McpMethod.PromptsGet, McpKind.Request, Legacy: true, Modern: true),
        new("completion/complete", McpMethod.Complete, McpKind.Request, Legacy: true, Modern: true),
        new("logging/setLevel", McpMethod.SetLogLevel, McpKind.Request, Legacy: true),
        new("subscriptions/listen", McpMethod.SubscriptionsListen, McpKind.Request, Modern: true),
        new("tasks/get", McpMethod.TasksGet, McpKind.Request, Legacy: true, Modern: true),
        new("tasks/result", McpMethod.TasksResult, McpKind.Request, Legacy: true),
        new("tasks/list", McpMethod.TasksList, McpKind.Request, Legacy: true),
        new("tasks/update", McpMethod.TasksUpdate, McpKind.Request, Modern: true),
        new("tasks/cancel", McpMethod.TasksCancel, McpKind.Request, Legacy: true, Modern: true),
        new("notifications/initialized", McpMethod.Initialized, McpKind.Notification, Legacy: true),
        new("notifications/cancelled", McpMethod.Cancelled, McpKind.Notification, Legacy: true, Modern: true),
        new("notifications/progress", McpMethod.Progress, McpKind.Notification, Legacy: true),
        new("notifications/roots/list_changed", McpMethod.RootsChanged, McpKind.Notification, Legacy: true),
        new("sampling/createMessage", McpMethod.CreateMessage, McpKind.Request),
        new("elicitation/create", McpMethod.Elicit, McpKind.Request),
        new("roots/list", McpMethod.RootsList, McpKind.Request),
        new("notifications/tools/list_changed", McpMethod.ToolsChanged, McpKind.Notification),
    ];

    private static readonly Row?[] s_byMethod = ByMethod();
    private static readonly FrozenDictionary<string, Row>.AlternateLookup<ReadOnlySpan<char>> s_byName =
        s_rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The method of this name, whoever says it; a notification of a name that is not known is the server's.</summary>
    public static McpMethod Find(ReadOnlySpan<char> name)
    {
        if (s_byName.TryGetValue(name, out var row)) return row.Method;
        return name.StartsWith(Notifications, StringComparison.Ordinal) ? McpMethod.ServerNotification : McpMethod.Unknown;
    }

    /// <summary>The method of this name in UTF-8.</summary>
    public static McpMethod Find(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[MaxName];
        return name.Length <= MaxName && Encoding.UTF8.TryGetChars(name, text, out var length) ? Find(text[..length]) : McpMethod.Unknown;
    }

    /// <summary>The name as the specification spells it; empty for what has none.</summary>
    public static string NameOf(McpMethod method) => s_byMethod[(int)method]?.Name ?? "";

    /// <summary>Whether it is a request or a notification.</summary>
    public static McpKind KindOf(McpMethod method) => s_byMethod[(int)method]?.Kind ?? McpKind.Notification;

    /// <summary>Whether an agent may say it in this era.</summary>
    public static bool IsOfAgent(McpMethod method, McpEra era) => s_byMethod[(int)method] is { } row && (era == McpEra.Modern ? row.Modern : row.Legacy);

    private static Row?[] ByMethod()
    {
        var rows = new Row?[Enum.GetValues<McpMethod>().Length];
        foreach (var row in s_rows) rows[(int)row.Method] = row;
        return rows;
    }

    /// <summary>A method; of the server where an agent has it in neither era.</summary>
    private sealed record Row(string Name, McpMethod Method, McpKind Kind, bool Legacy = false, bool Modern = false);
}
