using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// The texts of messages between an agent and a tool server, of all revisions. What goes to a server are arguments; what comes from it is what a tool answered, but for lists, instructions and
/// what a server says of itself, which are definitions. What the protocol does not know is a text all the same, with its name. What is called or read (a name, a URI, a cursor) cannot be another:
/// where it would be masked it is denied.
/// <para>No texts are: ids, progress tokens, types, roles, states and times, as long as they look like it (<see cref="TextWords"/>); and media in base64 (<c>data</c>, <c>blob</c>).</para>
/// </summary>
internal static class McpTexts
{
    private static readonly string[] s_words =
    [
        "resultType", "cacheScope", "ttlMs", "protocolVersion", "supportedVersions", "nextCursor", "isError", "progressToken", "requestId", "progress", "total", "level", "mode",
        "elicitationId", "maxTokens", "temperature", "role", "requestState",
    ];

    private static readonly string[] s_taskWords = ["taskId", "status", "createdAt", "lastUpdatedAt", "ttl", "pollInterval", "pollIntervalMs"];

    private static readonly TextRule s_fixed = new(TextLeaf.Fixed);

    private static readonly TextRule s_item = MakeItem();
    private static readonly TextRule s_server = MakeServer();
    private static readonly TextRule s_agent = MakeAgent();

    /// <summary>The texts of what an agent sends: a message, or a batch.</summary>
    public static List<TextAt> OfAgent(in ReadOnlySequence<byte> body) => TextWalker.Walk(s_agent, GuardPlace.ToolArguments, body);

    /// <summary>The texts of one message of a server.</summary>
    public static List<TextAt> OfServer(in ReadOnlySequence<byte> message) => TextWalker.Walk(s_server, GuardPlace.ToolResult, message);

    /// <summary>Content of a result, of a prompt's message, of a question; contents of a resource.</summary>
    private static TextRule MakeItem()
    {
        var item = new TextRule(TextLeaf.Text)
            .Words("type", "role", "mimeType", "id", "toolUseId", "size", "isError", "ttlMs")
            .With("data|blob", TextRule.Sealed)
            .With("text|title|description|name|uri", TextRule.Text)
            .With("_meta|annotations|icons|input|structuredContent", TextRule.Json);
        return item.With("resource|content", item);
    }

    private static TextRule MakeAgent()
    {
        var meta = new TextRule(TextLeaf.Text).Words("progressToken", "io.modelcontextprotocol/protocolVersion").With(
            "io.modelcontextprotocol/clientInfo|io.modelcontextprotocol/clientCapabilities|io.modelcontextprotocol/logLevel|traceparent|tracestate|baggage", TextRule.Json);
        var reference = new TextRule(TextLeaf.Text).Words("type").With("name|uri|title", s_fixed);
        var parameters = new TextRule(TextLeaf.Text)
            .Words("protocolVersion", "progressToken", "requestId", "progress", "total")
            .With("name|uri|cursor|taskId|requestState|level", s_fixed)
            .With("notifications", new TextRule(TextLeaf.Text).With("resourceSubscriptions", s_fixed))
            .With("ref", reference)
            .With("_meta", meta)
            .With("reason|message|statusMessage", TextRule.Text)
            .With("arguments|argument|context|inputResponses|capabilities|clientInfo|task", TextRule.Json);
        var result = new TextRule(TextLeaf.Text).Words("role", "action", "stopReason").With("content", AnswerContent()).With("model", TextRule.Text).With("_meta|roots", TextRule.Json);
        return new TextRule(TextLeaf.Text).Words("jsonrpc", "id", "method").With("params", parameters).With("result", result).With("error", Error());
    }

    /// <summary>What a client says of a sampling, or what its user has filled in: any members.</summary>
    private static TextRule AnswerContent() => new TextRule(TextLeaf.Text).Words("type", "mimeType").With("data", TextRule.Sealed).With("text", TextRule.Text);

    private static TextRule MakeServer()
    {
        var definition = new TextRule(TextLeaf.Text).Words("mimeType", "size", "required")
            .With("name|uri|uriTemplate", s_fixed)
            .With("title|description", TextRule.Text)
            .With("inputSchema|outputSchema|annotations|arguments|icons|execution|_meta", TextRule.Json);
        var task = new TextRule(TextLeaf.Text).Words(s_taskWords).With("statusMessage", TextRule.Text).With("_meta", TextRule.Json);
        var result = Carried(new TextRule(TextLeaf.Text).Words(s_words).Words(s_taskWords))
            .With("tools|resources|resourceTemplates|prompts", definition, GuardPlace.ToolDefinition)
            .With("instructions", TextRule.Text, GuardPlace.ToolDefinition)
            .With("serverInfo|capabilities", TextRule.Json, GuardPlace.ToolDefinition)
            .With("task|tasks", task)
            .With("error", Error());
        result.With("result", result);
        return new TextRule(TextLeaf.Text).Words("jsonrpc", "id", "method").With("result|params", result).With("error", Error());
    }

    /// <summary>What results, notifications and questions carry.</summary>
    private static TextRule Carried(TextRule rule) => rule
        .With("content|contents", s_item)
        .With("messages", s_item)
        .With("structuredContent|_meta|data|completion|requestedSchema|inputRequests|modelPreferences|roots|toolChoice|stopSequences|metadata", TextRule.Json)
        .With("message|statusMessage|systemPrompt|description|reason|logger|url|uri|model|title", TextRule.Text);

    private static TextRule Error() => new TextRule(TextLeaf.Text).Words("code").With("message", TextRule.Text).With("data", TextRule.Json);
}
