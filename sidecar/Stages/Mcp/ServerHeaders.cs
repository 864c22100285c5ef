using System.Net.Http.Headers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>
/// Which headers pass between an agent and a tool server, by lists of what may: the agent's credentials, cookies, origin and every <c>x-</c> header stay here, and so does what the
/// server says of its authorization.
/// </summary>
internal static class ServerHeaders
{
    private const int MaxParameters = 64;
    private const int MaxValue = 8 * 1024;

    private static readonly string[] s_up = ["Accept", "User-Agent", McpHeaders.VersionName, McpHeaders.MethodName, McpHeaders.NameName, "traceparent", "tracestate", "baggage"];
    private static readonly string[] s_down = [McpHeaders.VersionName, "Retry-After", "X-Accel-Buffering"];

    /// <summary>Copies what passes of the agent's request.</summary>
    public static void Copy(IHeaderDictionary from, McpRequest request, HttpRequestHeaders to)
    {
        foreach (var name in s_up)
        {
            if (from.TryGetValue(name, out var values)) Add(to, name, values);
        }

        CopyParameters(from, request, to);
        if (request.Session is { } session) Add(to, McpHeaders.SessionName, session);
        if (request is { Era: McpEra.Legacy, Verb: McpVerb.Get, LastEventId: { } last }) Add(to, McpHeaders.LastEventIdName, last);
        to.TryAddWithoutValidation("Accept-Encoding", "identity");
    }

    /// <summary>Copies what passes of the server's answer. Nothing of it is to be kept by a cache: it was made for this agent.</summary>
    public static void Copy(HttpResponseMessage from, IHeaderDictionary to)
    {
        foreach (var name in s_down)
        {
            if (from.Headers.NonValidated.TryGetValues(name, out var values) && Passes(values.ToString())) to[name] = values.ToString();
        }

        if (SessionOf(from, out var session) && session is not null) to[McpHeaders.SessionName] = session;
        if (from.Content.Headers.NonValidated.TryGetValues("Allow", out var allow) && Passes(allow.ToString())) to.Allow = allow.ToString();
        to.CacheControl = "no-store";
    }

    /// <summary>The session that an answer begins; false where it is not one that can be repeated in a header.</summary>
    public static bool SessionOf(HttpResponseMessage answer, out string? session)
    {
        session = null;
        if (!answer.Headers.NonValidated.TryGetValues(McpHeaders.SessionName, out var values)) return true;
        session = values.ToString();
        return values.Count == 1 && session.Length is > 0 and <= McpHeaders.MaxSession && !session.AsSpan().ContainsAnyExceptInRange('!', '~');
    }

    /// <summary>Arguments that the tool wants in headers too (MCP 2026-07-28, Streamable HTTP, Custom Headers). What is left out makes the server refuse.</summary>
    private static void CopyParameters(IHeaderDictionary from, McpRequest request, HttpRequestHeaders to)
    {
        var count = 0;
        foreach (var (name, values) in from)
        {
            if (name.StartsWith(McpHeaders.ParameterPrefix, StringComparison.OrdinalIgnoreCase) && ++count <= MaxParameters) Add(to, name, MaskedOf(request, name) ?? values);
        }
    }

    /// <summary>What stands in the place of a value in the body stands in the place of its repetition too; null where that stays.</summary>
    private static StringValues? MaskedOf(McpRequest request, string name)
    {
        foreach (var (masked, value) in request.MaskedMirrors)
        {
            if (masked == name) return value;
        }

        return null;
    }

    private static void Add(HttpRequestHeaders to, string name, StringValues values)
    {
        var value = values.ToString();
        if (Passes(value)) to.TryAddWithoutValidation(name, value);
    }

    private static bool Passes(string value) => value.Length <= MaxValue && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
