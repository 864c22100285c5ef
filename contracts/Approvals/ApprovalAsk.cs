namespace AiGateway.Contracts.Approvals;

/// <summary>A tool call that waits for a human's word.</summary>
public sealed record ApprovalAsk
{
    /// <summary>A random id of this question, 32 lower-case hexadecimal digits: unique across processes.</summary>
    public required string Id { get; init; }

    /// <summary>The McpServer's name in the agent's namespace.</summary>
    public required string Server { get; init; }

    /// <summary>The tool's name; untrusted.</summary>
    public required string Tool { get; init; }

    /// <summary>SHA-256 over the canonical JSON (RFC 8785) of the arguments, in lower-case hexadecimal: what exactly is approved.</summary>
    public required string ArgumentsHash { get; init; }

    /// <summary>The arguments as a human may see them: values that detectors know are masked, long ones are cut. At most <see cref="MaxPreview"/> characters; untrusted.</summary>
    public required string Preview { get; init; }

    /// <summary>The policy and entry that ask, as <c>namespace/name: mcp[server].tools.approve: pattern</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the answer is no.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Set once the call that was let through has been made, or the question is not asked any more: the operator then forgets it.</summary>
    public ApprovalEnd? End { get; init; }

    /// <summary>The longest preview, in characters.</summary>
    public const int MaxPreview = 2048;
}
