using System.Text;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Which members are looked at in each room of a message (MCP, schema), and by which words an error names them.</summary>
internal static class McpFields
{
    private static readonly Row[] s_message =
    [
        new("jsonrpc"u8.ToArray(), McpField.JsonRpc),
        new("id"u8.ToArray(), McpField.Id),
        new("method"u8.ToArray(), McpField.Method),
        new("params"u8.ToArray(), McpField.Params),
        new("result"u8.ToArray(), McpField.Result),
        new("error"u8.ToArray(), McpField.Error),
    ];

    private static readonly Row[] s_params =
    [
        new("name"u8.ToArray(), McpField.Name),
        new("arguments"u8.ToArray(), McpField.Arguments),
        new("_meta"u8.ToArray(), McpField.Meta),
        new("uri"u8.ToArray(), McpField.Uri),
        new("taskId"u8.ToArray(), McpField.TaskId),
        new("ref"u8.ToArray(), McpField.Reference),
        new("notifications"u8.ToArray(), McpField.Filter),
        new("capabilities"u8.ToArray(), McpField.Capabilities),
        new("protocolVersion"u8.ToArray(), McpField.Version),
        new("inputResponses"u8.ToArray(), McpField.InputResponses),
    ];

    private static readonly Row[] s_reference =
    [
        new("type"u8.ToArray(), McpField.ReferenceType),
        new("name"u8.ToArray(), McpField.ReferenceName),
        new("uri"u8.ToArray(), McpField.ReferenceUri),
    ];

    private static readonly Row[] s_filter = [new("resourceSubscriptions"u8.ToArray(), McpField.Subscriptions)];

    private static readonly Row[] s_meta =
    [
        new("io.modelcontextprotocol/protocolVersion"u8.ToArray(), McpField.MetaVersion),
        new("io.modelcontextprotocol/clientCapabilities"u8.ToArray(), McpField.MetaCapabilities),
    ];

    private static readonly Row[] s_capabilities =
    [
        new("sampling"u8.ToArray(), McpField.Sampling),
        new("elicitation"u8.ToArray(), McpField.Elicitation),
        new("roots"u8.ToArray(), McpField.Roots),
        new("extensions"u8.ToArray(), McpField.Extensions),
    ];

    private static readonly Row[] s_extensions = [new("io.modelcontextprotocol/tasks"u8.ToArray(), McpField.TasksExtension)];

    /// <summary>
    /// What a member is. <paramref name="isLikeness"/> is true where the name differs from one that is looked at by case alone: a reader that does not tell case apart would take it for that one.
    /// </summary>
    public static McpField Find(McpRoom room, ReadOnlySpan<byte> name, out bool isLikeness)
    {
        isLikeness = false;
        foreach (var row in RowsOf(room))
        {
            if (row.Name.Length != name.Length || !Ascii.EqualsIgnoreCase(row.Name, name)) continue;
            isLikeness = !name.SequenceEqual(row.Name);
            return isLikeness ? McpField.Other : row.Field;
        }

        isLikeness = !Ascii.IsValid(name) && IsLikeness(room, Encoding.UTF8.GetString(name));
        return McpField.Other;
    }

    /// <summary>Two letters beyond ASCII are a case of one within: the long s and the Kelvin sign (Unicode, CaseFolding).</summary>
    private static bool IsLikeness(McpRoom room, string name)
    {
        var folded = Encoding.UTF8.GetBytes(name.Replace('\u017F', 's').Replace('\u212A', 'k'));
        return RowsOf(room).Any(row => Ascii.EqualsIgnoreCase(row.Name, folded));
    }

    /// <summary>The path by which an error names the member.</summary>
    public static string PathOf(McpField field) => field switch
    {
        McpField.JsonRpc => "jsonrpc",
        McpField.Id => "id",
        McpField.Method => "method",
        McpField.Params => "params",
        McpField.Result => "result",
        McpField.Error => "error",
        McpField.Name => "params.name",
        McpField.Uri => "params.uri",
        McpField.TaskId => "params.taskId",
        McpField.Arguments => "params.arguments",
        McpField.Version => "params.protocolVersion",
        McpField.Reference => "params.ref",
        McpField.ReferenceType => "params.ref.type",
        McpField.ReferenceName => "params.ref.name",
        McpField.ReferenceUri => "params.ref.uri",
        McpField.Filter => "params.notifications",
        McpField.Subscriptions or McpField.Subscription => "params.notifications.resourceSubscriptions",
        McpField.Capabilities => "params.capabilities",
        McpField.Meta => "params._meta",
        McpField.MetaVersion => "params._meta[\"io.modelcontextprotocol/protocolVersion\"]",
        McpField.MetaCapabilities => "params._meta[\"io.modelcontextprotocol/clientCapabilities\"]",
        _ => "params",
    };

    private static Row[] RowsOf(McpRoom room) => room switch
    {
        McpRoom.Message => s_message,
        McpRoom.Params => s_params,
        McpRoom.Reference => s_reference,
        McpRoom.Filter => s_filter,
        McpRoom.Meta => s_meta,
        McpRoom.Capabilities or McpRoom.MetaCapabilities => s_capabilities,
        McpRoom.Extensions => s_extensions,
        _ => [],
    };

    private sealed record Row(byte[] Name, McpField Field);
}
