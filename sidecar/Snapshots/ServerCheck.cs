using System.Collections.Frozen;
using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What is wrong with a tool server, or with what a policy says of one. A rule for a server that is not there is kept: it may deny.</summary>
internal static class ServerCheck
{
    /// <summary>Those of one connection (RFC 9110, section 7.6.1), those that frame or route a message, and those that MCP or the gateway itself writes.</summary>
    private static readonly FrozenSet<string> s_reserved = new[]
    {
        "Connection", "Proxy-Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Proxy-Authenticate", "Proxy-Authorization",
        "Host", "Expect", "Last-Event-ID", "Cookie", "Origin", "Accept", "Content-Length", "Content-Type", "Content-Encoding",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> FindReasons(McpServerRule server)
    {
        if (!IsSegment(server.Name)) yield return "the name cannot be a segment of a path";
        if (server.Account.Dialect != Dialects.Mcp) yield return $"unknown dialect {server.Account.Dialect}";
        foreach (var reason in ProviderCheck.FindReasons(server.Account)) yield return reason;
        foreach (var reason in CheckHeaders(server)) yield return reason;
        if (server.Transport is { } transport && !Enum.IsDefined(transport)) yield return "unknown transport";
        if (server.Pinning is { } pinning && !Enum.IsDefined(pinning)) yield return "unknown pinning";
        if ((server.ApprovedTools ?? []).Any(pin => !ToolPin.TryParse(pin, out _))) yield return "approvedTools holds what is no pin";
    }

    public static IEnumerable<string> FindReasons(McpRule rule)
    {
        var name = $"mcp[{rule.Server}]";
        if (rule.Server.Length == 0) yield return "a rule of mcp names no server";
        if (PatternsOf(rule).Any(pattern => pattern.Length == 0)) yield return $"{name}: an entry is empty";
        if (rule.Approval is { } approval && !ApprovalRule.IsFit(approval)) yield return $"{name}: approval has a time that is not within its bounds";
        if (rule.When is null) yield break;
        foreach (var error in CelExpression.Parse(rule.When, McpConditions.Environment).Errors) yield return $"{name}: when, {error}";
    }

    private static IEnumerable<string> PatternsOf(McpRule rule) =>
        new[] { rule.AllowTools, rule.DenyTools, rule.ApproveTools, rule.AllowResources, rule.DenyResources, rule.AllowPrompts, rule.DenyPrompts, rule.QuarantineTools }.SelectMany(list => list ?? []);

    private static IEnumerable<string> CheckHeaders(McpServerRule server)
    {
        var headers = server.Headers ?? [];
        if (headers.IsEmpty) yield break;
        if (!IsOpened(server.Account)) yield return "the headers are not opened for the host of baseUrl";
        if (headers.Any(header => !MayName(header.Name, server.Account))) yield return "a header has a name that HTTP, MCP or the key itself uses, or none";
        if (headers.Any(header => !ProviderCheck.IsFieldValue(header.Value))) yield return "a header's value is empty or holds a character that cannot stand in a header";
        if (headers.DistinctBy(header => header.Name, StringComparer.OrdinalIgnoreCase).Count() != headers.Length) yield return "a header stands twice";
    }

    private static bool IsOpened(ProviderRef account) =>
        Uri.TryCreate(account.BaseUrl, UriKind.Absolute, out var url) && AllowedHost.Allows(account.AllowedHosts, url);

    private static bool MayName(string name, ProviderRef account) =>
        ProviderCheck.IsToken(name) && !s_reserved.Contains(name) && !name.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase)
        && (account.Unauthenticated == true || !name.Equals(account.KeyHeader, StringComparison.OrdinalIgnoreCase));

    /// <summary>As Kubernetes names things, so that the path needs no escapes and has no dot segments.</summary>
    private static bool IsSegment(string name) =>
        name is { Length: > 0 and <= 253 } && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.');
}
