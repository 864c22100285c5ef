using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>One entry of a policy about a tool server, as its user wrote it, ready to be named by a decision.</summary>
/// <param name="Policy">As <c>namespace/name</c>.</param>
/// <param name="Rule">Where it stands and what it says, as <c>mcp[github].tools.deny: delete_*</c>.</param>
/// <param name="Pattern">The name or URI, or the prefix of them that ends in <c>*</c>; empty for what has none.</param>
internal sealed record McpEntry(string Policy, string Rule, string Pattern = "")
{
    /// <summary>What must hold for it to allow; null for nothing.</summary>
    public CelExpression? When { get; init; }

    /// <summary>Whether a denied call is answered with a JSON-RPC error.</summary>
    public bool DenyAsError { get; init; }

    /// <summary>Whether the audit has the values of arguments.</summary>
    public bool AuditValues { get; init; }

    public bool IsPrefix => Pattern.EndsWith('*');

    /// <summary>The pattern without its <c>*</c>.</summary>
    public string Literal => IsPrefix ? Pattern[..^1] : Pattern;
}
