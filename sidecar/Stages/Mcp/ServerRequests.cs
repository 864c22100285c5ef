using System.Net.Http.Headers;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>
/// Makes the requests to a tool server: the agent's bytes without the capabilities that the policies deny, the headers that may pass, and the real credential. The only place in the way
/// to a tool server where a credential is revealed.
/// </summary>
internal sealed class ServerRequests(TimeProvider clock)
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    /// <summary>The agent's own request, or why it cannot be made.</summary>
    public Step<HttpRequestMessage> Build(Exchange exchange)
    {
        if (CheckKey(exchange.Server) is { } refusal) return refusal;
        var made = new HttpRequestMessage(MethodOf(exchange.Request.Verb), exchange.Url);
        if (exchange.Request.Body is { } body) made.Content = new EditedContent(body, EditsOf(exchange)) { Headers = { ContentType = s_json } };
        ServerHeaders.Copy(exchange.In.Headers, exchange.Request, made.Headers);
        return Authenticate(exchange.Server, made);
    }

    /// <summary>A message of the gateway's own, in the agent's session.</summary>
    public Step<HttpRequestMessage> Build(Exchange exchange, ReadOnlyMemory<byte> message, string? method = null)
    {
        if (CheckKey(exchange.Server) is { } refusal) return refusal;
        var made = new HttpRequestMessage(HttpMethod.Post, exchange.Url) { Content = new ReadOnlyMemoryContent(message) { Headers = { ContentType = s_json } } };
        made.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        made.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (exchange.Session is { } session) made.Headers.TryAddWithoutValidation(McpHeaders.SessionName, session);
        if (exchange.Request.Version is { } version) made.Headers.TryAddWithoutValidation(McpHeaders.VersionName, version);
        if (method is not null && exchange.Request.Era == McpEra.Modern) made.Headers.TryAddWithoutValidation(McpHeaders.MethodName, method);
        return Authenticate(exchange.Server, made);
    }

    private Refusal? CheckKey(ToolServer server) => server.Provider.KeyExpiresAt <= clock.GetUtcNow()
        ? new(RefusalReason.ProviderUnauthorized, $"The credential of the tool server '{server.Provider.Name}' has ended and was not renewed.")
        : null;

    /// <summary>What the server wants comes in place of what the agent sent by the same name.</summary>
    private static HttpRequestMessage Authenticate(ToolServer server, HttpRequestMessage request)
    {
        foreach (var header in server.Headers)
        {
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value.Reveal());
        }

        var provider = server.Provider;
        if (provider.Unauthenticated) return request;
        request.Headers.Remove(provider.KeyHeader);
        request.Headers.TryAddWithoutValidation(provider.KeyHeader, provider.KeyValue.Reveal());
        return request;
    }

    /// <summary>What policies take out, and what guards have masked in the rest.</summary>
    private static BodyEdit[] EditsOf(Exchange exchange)
    {
        var (removals, masks) = (RemovalsOf(exchange), exchange.Request.Masks);
        if (masks.IsEmpty) return removals;
        var kept = masks.Where(mask => !removals.Any(removal => mask.Start >= removal.Start && mask.Start < removal.Start + removal.Length));
        return [.. removals.Concat(kept).OrderBy(edit => edit.Start)];
    }

    /// <summary>A client that does not say that it can is not asked.</summary>
    private static BodyEdit[] RemovalsOf(Exchange exchange)
    {
        foreach (var message in exchange.Request.Messages)
        {
            if (!message.Capabilities.IsEmpty) return [.. exchange.Request.Without(capability => Withholds(exchange, capability))];
        }

        return [];
    }

    private static bool Withholds(Exchange exchange, McpSubject capability)
    {
        var ask = new Ask { Mcp = [new McpAsk(exchange.Request.Server, capability)] };
        if (exchange.Snapshot.Decide(ask) is not { Allowed: false }) return false;
        exchange.Outcome.Withhold(WordOf(capability));
        return true;
    }

    private static string WordOf(McpSubject capability) => capability switch
    {
        McpSubject.Sampling => "capabilities.sampling",
        McpSubject.Elicitation => "capabilities.elicitation",
        _ => "capabilities.roots",
    };

    private static HttpMethod MethodOf(McpVerb verb) => verb switch
    {
        McpVerb.Get => HttpMethod.Get,
        McpVerb.Delete => HttpMethod.Delete,
        _ => HttpMethod.Post,
    };
}
