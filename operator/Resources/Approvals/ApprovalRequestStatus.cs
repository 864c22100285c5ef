using AiGateway.Contracts.Approvals;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Approvals;

/// <summary>What is asked, and what came of it. The operator alone writes it; what is asked never changes once it is written.</summary>
public sealed record ApprovalRequestStatus : CommonStatus
{
    /// <summary>How it stands.</summary>
    public ApprovalOutcome? Outcome { get; init; }

    /// <summary>The workload whose pod asks, as Deployment/coder.</summary>
    [Schema(MaxLength = 317)]
    public string? Agent { get; init; }

    /// <summary>The pod that asks.</summary>
    [Schema(MaxLength = 253)]
    public string? Pod { get; init; }

    /// <summary>Its uid.</summary>
    [Schema(MaxLength = 64)]
    public string? PodUid { get; init; }

    /// <summary>The sidecar's process that asks: no other one is told what was decided.</summary>
    [Schema(MaxLength = 64)]
    public string? Epoch { get; init; }

    /// <summary>The question's id, by which the audit of the call names it.</summary>
    [Schema(MaxLength = 32)]
    public string? Question { get; init; }

    /// <summary>The McpServer.</summary>
    [Schema(MaxLength = 253)]
    public string? Server { get; init; }

    /// <summary>The tool, as the agent names it.</summary>
    [Schema(MaxLength = 512)]
    public string? Tool { get; init; }

    /// <summary>The arguments in one line, for the eye: credentials and personal data masked, long values cut. Made from what the agent sent, so it may say anything.</summary>
    [Schema(MaxLength = ApprovalAsk.MaxPreview)]
    public string? Preview { get; init; }

    /// <summary>The SHA-256 of the canonical JSON (RFC 8785) of the arguments that would be sent, in hexadecimal: what exactly is approved.</summary>
    [Schema(MaxLength = 64)]
    public string? ArgumentsHash { get; init; }

    /// <summary>The policy and entry that ask.</summary>
    [Schema(MaxLength = 1024)]
    public string? Rule { get; init; }

    /// <summary>When the call was made.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When the answer is no.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the outcome became what it is; absent while it is Pending.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
}
