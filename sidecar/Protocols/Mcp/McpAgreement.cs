using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Is the body true to its era, and do the headers agree with it? The body makes the era: modern where <c>params._meta</c> names a protocol version. A client of one era is never answered as
/// one of the other (MCP 2026-07-28, Streamable HTTP, server validation).
/// </summary>
internal static class McpAgreement
{
    /// <summary>The era of a body, or what is wrong with it.</summary>
    public static Refusal? Check(McpContent content, in McpHeaders headers, out McpEra era)
    {
        era = EraOf(content, headers);
        if (headers.Fault is { } fault) return fault;
        return (era == McpEra.Modern ? CheckModern(content, headers) : CheckLegacy(content, headers))
            ?? CheckMethods(content.Messages, era)
            ?? CheckMirrors(content, headers, era)
            ?? CheckTasks(content, era);
    }

    /// <summary>A notification carries no version of its own; its header speaks for it.</summary>
    private static McpEra EraOf(McpContent content, in McpHeaders headers) => content.MetaVersion is null ? headers.Era : McpEra.Modern;

    private static Refusal? CheckModern(McpContent content, in McpHeaders headers)
    {
        if (content.IsBatch) return NoBatches(headers.Era);
        var kind = content.Messages[0].Kind;
        if (kind == McpKind.Response) return Malformed("Responses of a client are not part of this revision: answer in 'params.inputResponses' of the request made again.");
        if (content.MetaVersion is null) return kind == McpKind.Notification ? null : Missing(McpField.MetaVersion);
        if (content.MetaVersion != headers.Version) return Mismatch(McpHeaders.VersionName, McpFields.PathOf(McpField.MetaVersion));
        if (!McpVersions.IsModern(content.MetaVersion)) return Unsupported(content.MetaVersion);
        return kind == McpKind.Request && !content.HasMetaCapabilities ? Missing(McpField.MetaCapabilities) : null;
    }

    private static Refusal? CheckLegacy(McpContent content, in McpHeaders headers)
    {
        if (headers.Version is not null && McpVersions.Find(headers.Version) is null) return Unsupported(headers.Version);
        if (!content.IsBatch) return null;
        if (headers.Version is not (null or McpVersions.Unstated)) return NoBatches(headers.Era);
        return content.Messages.Any(message => message.Method == McpMethod.Initialize) ? Malformed("'initialize' cannot be part of a batch.") : null;
    }

    private static Refusal? CheckMethods(ImmutableArray<McpMessage> messages, McpEra era)
    {
        foreach (var message in messages)
        {
            if (message.Kind == McpKind.Response) continue;
            if (!McpMethods.IsOfAgent(message.Method, era))
                return new(RefusalReason.UnknownMethod, $"A client may not say this method{(era == McpEra.Modern ? " in revision 2026-07-28" : " in revisions up to 2025-11-25")}, or there is none of this name.", "method");
            if (McpMethods.KindOf(message.Method) != message.Kind)
                return Malformed(message.Kind == McpKind.Request ? "A notification has no 'id'." : "This method is a request and must have an 'id'.");
        }

        return null;
    }

    /// <summary>Modern tasks are an extension, and a client that does not declare it is told so (SEP-2663).</summary>
    private static Refusal? CheckTasks(McpContent content, McpEra era) =>
        era == McpEra.Modern && !content.HasTasksExtension && McpFacts.IsOfTask(content.Messages[0].Method)
            ? new(RefusalReason.MissingCapability, "The client must declare the extension 'io.modelcontextprotocol/tasks' to ask about a task.", McpFields.PathOf(McpField.MetaCapabilities))
            : null;

    /// <summary>Headers that repeat the body: required in the modern era, and never false in either.</summary>
    private static Refusal? CheckMirrors(McpContent content, in McpHeaders headers, McpEra era)
    {
        if (content.IsBatch) return headers is { Method: null, Name: null } ? null : Malformed("A batch has no header 'Mcp-Method' and no 'Mcp-Name'.");

        var message = content.Messages[0];
        var isRequired = era == McpEra.Modern && message.Kind == McpKind.Request;
        if (headers.Method is null ? isRequired : headers.Method != message.MethodName) return Mismatch(McpHeaders.MethodName, "method");

        var (named, field) = NameOf(message);
        if (headers.Name is null) return isRequired && IsNameRequired(message.Method) ? Mismatch(McpHeaders.NameName, McpFields.PathOf(field)) : null;
        return named is not null && MirroredValue.Decode(headers.Name) == named ? null : Mismatch(McpHeaders.NameName, McpFields.PathOf(field));
    }

    /// <summary>What the header repeats; for tasks as their extension has it (SEP-2663).</summary>
    private static (string? Named, McpField Field) NameOf(McpMessage message) => message.Method switch
    {
        McpMethod.ResourcesRead or McpMethod.ResourcesSubscribe or McpMethod.ResourcesUnsubscribe => (message.Uri, McpField.Uri),
        McpMethod.TasksGet or McpMethod.TasksResult or McpMethod.TasksUpdate or McpMethod.TasksCancel => (message.TaskId, McpField.TaskId),
        _ => (message.Name, McpField.Name),
    };

    private static bool IsNameRequired(McpMethod method) => method is McpMethod.ToolsCall or McpMethod.PromptsGet or McpMethod.ResourcesRead;

    private static Refusal Malformed(string message) => new(RefusalReason.InvalidMessage, message);

    /// <summary>One answer to all of it, since the revision has no batches of answers either.</summary>
    private static Refusal NoBatches(McpEra era) =>
        Malformed("Batches are not part of this revision: send each message by itself.") with { ReplyTo = McpReplyTo.Nobody with { Era = era } };

    private static Refusal Missing(McpField field) => new(RefusalReason.InvalidField, $"'{McpFields.PathOf(field)}' is missing.", McpFields.PathOf(field));

    private static Refusal Mismatch(string header, string path) =>
        new(RefusalReason.HeaderMismatch, $"The header '{header}' is missing, or does not say what '{path}' says in the body.", header);

    /// <summary>The refusal of a version that nobody here speaks; the answer names those that are.</summary>
    public static Refusal Unsupported(string version) => new(RefusalReason.UnsupportedVersion, "This protocol version is not served.", version);
}
