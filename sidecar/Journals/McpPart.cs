using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Journals;

/// <summary>
/// The part of an audit line about a tool server, with the names of OpenTelemetry's MCP conventions where they have one. Names and URIs that the agent chose are bounded and
/// escaped; of arguments there is a hash and a shape, and values only where the policy asks for them.
/// </summary>
internal static class McpPart
{
    private const int MostText = 256;
    private const int MostMessages = 32;

    public static void Write(Utf8JsonWriter json, CallRecord record, McpRequest request)
    {
        json.WriteStartObject("mcp");
        json.WriteString("server", Bounded(request.Server));
        json.WriteString("verb", CallWords.Of(request.Verb));
        json.WriteString("era", request.Era == McpEra.Modern ? "modern" : "legacy");
        if (request.Version is { } version) json.WriteString("mcp.protocol.version", Bounded(version));
        if (request.IsBatch) WriteBatch(json, record, request);
        else if (request.First is { } only) WriteMessage(json, request, only, record.ArgumentsOf(0));
        if (request is { First.TaskId: not null, Asks: [{ Subject: McpSubject.Tool, Name: { } tool }] }) json.WriteString("gen_ai.tool.name", Bounded(tool));
        if (!request.Approvals.IsEmpty) WriteApprovals(json, request);
        if (record.Reply.Mcp is { } outcome) WriteOutcome(json, outcome);
        json.WriteEndObject();
    }

    private static void WriteBatch(Utf8JsonWriter json, CallRecord record, McpRequest request)
    {
        json.WriteNumber("batch", request.Messages.Length);
        json.WriteStartArray("messages");
        for (var index = 0; index < Math.Min(request.Messages.Length, MostMessages); index++)
        {
            json.WriteStartObject();
            WriteMessage(json, request, request.Messages[index], record.ArgumentsOf(index));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, McpRequest request, McpMessage message, McpArguments? arguments)
    {
        if (message.MethodName.Length > 0) json.WriteString("mcp.method.name", Bounded(message.MethodName));
        if (!message.Id.IsEmpty) json.WriteString("jsonrpc.request.id", IdOf(message.Id.Span));
        if (request.HidesNames) json.WriteBoolean("namesLeftOut", true);
        if (!request.HidesNames && message.Name is { } name) json.WriteString(message.Method == McpMethod.ToolsCall ? "gen_ai.tool.name" : "gen_ai.prompt.name", Bounded(name));
        if (!request.HidesNames && message.Uri is { } uri) json.WriteString("mcp.resource.uri", Bounded(WithoutSecrets(uri)));
        if (!message.Uris.IsEmpty) json.WriteNumber("resources", message.Uris.Length);
        if (arguments is not null) WriteArguments(json, arguments);
    }

    /// <summary>Whether humans approved its calls, and which question each was.</summary>
    private static void WriteApprovals(Utf8JsonWriter json, McpRequest request)
    {
        json.WriteStartArray("approvals");
        foreach (var note in request.Approvals)
        {
            json.WriteStartObject();
            json.WriteString("id", note.Id);
            if (note.Request is { } name) json.WriteString("request", name);
            json.WriteString("rule", note.Rule);
            json.WriteString("outcome", note.Outcome);
            json.WriteNumber("waitedMs", note.WaitedMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteArguments(Utf8JsonWriter json, McpArguments arguments)
    {
        json.WriteStartObject("arguments");
        json.WriteNumber("bytes", arguments.Bytes);
        if (arguments.Hash is { } hash) json.WriteString("sha256", hash);
        json.WriteStartArray("shape");
        foreach (var member in arguments.Shape) WriteMember(json, member);
        json.WriteEndArray();
        if (arguments.More > 0) json.WriteNumber("more", arguments.More);
        if (arguments.ValuesLeftOut) json.WriteString("valuesLeftOut", "too long, or no text");
        if (arguments.Values is { } values) WriteValues(json, values);
        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, in McpArgument member)
    {
        json.WriteStartObject();
        json.WriteString("name", Bounded(member.Name));
        json.WriteString("type", member.Type);
        if (member.Size is { } size) json.WriteString("bytes", size);
        json.WriteEndObject();
    }

    /// <summary>Written anew, so that they stay on the line.</summary>
    private static void WriteValues(Utf8JsonWriter json, byte[] values)
    {
        using var document = JsonDocument.Parse(values);
        json.WritePropertyName("values");
        document.RootElement.WriteTo(json);
    }

    private static void WriteOutcome(Utf8JsonWriter json, McpOutcome outcome)
    {
        json.WriteNumber("answers", outcome.Messages);
        json.WriteNumber("resultBytes", outcome.ResultBytes);
        if (outcome.IsError) json.WriteBoolean("isError", true);
        if (outcome.ErrorCode is { } code) json.WriteNumber("rpc.response.status_code", code);
        if (outcome.Listed is { } listed) json.WriteNumber("listed", listed);
        if (outcome.Shown is { } shown) json.WriteNumber("shown", shown);
        if (outcome.Guarded > 0) json.WriteNumber("guarded", outcome.Guarded);
        if (outcome.Drift is { } drift) json.WriteString("drift", Bounded(drift));
        if (outcome.LostWords > 0) json.WriteNumber("lostWords", outcome.LostWords);
        if (outcome.Withheld.Count == 0) return;
        json.WriteStartArray("withheld");
        foreach (var what in outcome.Withheld) json.WriteStringValue(Bounded(what));
        json.WriteEndArray();
    }

    /// <summary>The id's text, without the quotes of a string.</summary>
    private static string IdOf(ReadOnlySpan<byte> id)
    {
        var text = System.Text.Encoding.UTF8.GetString(id);
        return Bounded(text is ['"', .., '"'] ? text[1..^1] : text);
    }

    /// <summary>Without query, fragment and user information, in which keys are handed on.</summary>
    private static string WithoutSecrets(string uri)
    {
        var end = uri.AsSpan().IndexOfAny('?', '#');
        if (end >= 0) uri = uri[..end];
        var authority = uri.IndexOf("//", StringComparison.Ordinal);
        if (authority < 0) return uri;
        var path = uri.IndexOf('/', authority + 2);
        var user = uri.AsSpan(0, path < 0 ? uri.Length : path).LastIndexOf('@');
        return user < authority ? uri : string.Concat(uri.AsSpan(0, authority + 2), uri.AsSpan(user + 1));
    }

    private static string Bounded(string text) => text.Length <= MostText ? text : text[..MostText];
}
