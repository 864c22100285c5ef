using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Servers;

/// <summary>The checks of <c>spec.auth</c>, but for its Secrets.</summary>
internal static class ServerAuthChecks
{
    /// <summary>Those of one connection (RFC 9110, section 7.6.1), those that frame or route a message, and those that the sidecar or MCP itself writes.</summary>
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "Connection", "Proxy-Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Proxy-Authenticate", "Proxy-Authorization",
        "Host", "Expect", "Last-Event-ID", "Cookie", "Origin",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly ImmutableArray<string> ReservedPrefixes = ["Content-", "Accept", "Mcp-"];

    public static IEnumerable<Diagnostic> Check(ServerCase one) => CheckOne(one.Spec.Auth).Concat(CheckHeaders(one.Spec.Auth?.Headers ?? [])).Concat(CheckResource(one.Spec.Auth));

    private static IEnumerable<Diagnostic> CheckOne(McpAuth? auth)
    {
        if (auth is null) yield break;
        bool[] set = [auth.None is not null, auth.Bearer is not null, !auth.Headers.IsEmpty, auth.ClientCredentials is not null];
        if (set.Count(way => way) != 1) yield return Diagnostic.NotAccepted(Reasons.InvalidAuth, "spec.auth", RuleMessages.OneMcpAuth);
    }

    private static IEnumerable<Diagnostic> CheckHeaders(ImmutableArray<McpHeader> headers)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, header) in headers.Index())
        {
            var problem = FindInHeader(header.Name) ?? (seen.Add(header.Name) ? null : "the header stands in the list before, in whatever case: remove one of them");
            if (problem is not null) yield return Diagnostic.NotAccepted(Reasons.InvalidHeader, $"spec.auth.headers[{index}].name", problem);
        }
    }

    /// <summary>What is wrong with a header's name, where the header is to carry a credential; null where nothing is.</summary>
    public static string? FindInHeader(string name)
    {
        if (!ValueCheck.MatchesWhole(Patterns.HeaderName, name)) return "this is no header name: write it as X-Api-Key";
        return Reserved.Contains(name) || ReservedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            ? "HTTP or MCP itself acts on this header, so it carries no credential: name the header that the server's documentation asks for"
            : null;
    }

    private static IEnumerable<Diagnostic> CheckResource(McpAuth? auth)
    {
        if (auth?.ClientCredentials?.Resource is { } resource && !ValueCheck.MatchesWhole(Patterns.Resource, resource))
            yield return Diagnostic.NotAccepted(
                Reasons.InvalidUrl, "spec.auth.clientCredentials.resource", "this is not an absolute URI without a fragment: write it as https://tools.example/mcp, or none where the token endpoint takes no resource");
    }
}
