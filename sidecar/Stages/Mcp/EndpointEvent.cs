using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>The first event of a stream of the HTTP+SSE transport (MCP 2024-11-05, Transports): the URL to post to, which must be the server's own.</summary>
internal static class EndpointEvent
{
    private const int MaxUrl = 2048;

    /// <summary>The URL that the event names, or why it is not followed.</summary>
    public static Step<Uri> Read(Exchange exchange, ReadOnlySpan<byte> data, bool isLate)
    {
        if (exchange.Server.Transport == McpTransport.StreamableHttp)
            return Refuse($"{exchange.Name} answered by the HTTP+SSE transport, and spec.protocol of its McpServer is streamableHttp.");
        if (isLate) return Refuse($"{exchange.Name} named a URL to post to in mid-stream, where none may come.");
        var server = exchange.Server.Provider.BaseUrl;
        if (data.Length is 0 or > MaxUrl || data.ContainsAnyExceptInRange((byte)'!', (byte)'~') || !Uri.TryCreate(server, Encoding.ASCII.GetString(data), out var url))
            return Refuse($"{exchange.Name} named something to post to that is no URL.");
        if (url.Scheme != server.Scheme || url.IdnHost != server.IdnHost || url.Port != server.Port || url.UserInfo.Length > 0)
            return Refuse($"{exchange.Name} named a URL to post to that is not of its own origin, and this gateway does not go there.");
        return url;
    }

    /// <summary>What the agent is told in its place.</summary>
    public static byte[] TextOf(Exchange exchange, string token) => Encoding.ASCII.GetBytes($"{exchange.In.Path.Value}?endpoint={token}");

    private static Refusal Refuse(string why) => new(RefusalReason.ServerRedirected, why);
}
