using AiGateway.Contracts;
using AiGateway.Sidecar.Ledgers;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What the names in a message may look like: bounded, and printable in one line.</summary>
internal static class McpNames
{
    /// <summary>The longest URI of a resource that is read.</summary>
    public const int MaxUri = 2048;

    /// <summary>The most resources that one subscription names.</summary>
    public const int MaxUris = 256;

    /// <summary>The longest text of such a member.</summary>
    public static int MaxOf(McpField field) => field switch
    {
        McpField.Uri or McpField.ReferenceUri or McpField.Subscription => MaxUri,
        McpField.TaskId => TaskLedger.MaxId,
        McpField.Version or McpField.MetaVersion => McpVersions.MaxLength,
        McpField.Method => McpMethods.MaxName,
        _ => ToolPin.MaxName,
    };

    /// <summary>Whether the text is a name: not empty, of bounded length, without control characters, and no stand-in for something else.</summary>
    public static bool IsName(ReadOnlySpan<char> text, int max) =>
        text.Length > 0 && text.Length <= max && !text.ContainsAnyInRange('\0', '\x1f') && !text.ContainsAnyInRange('\x7f', '\x9f') && text is not ToolPin.Instructions;
}
