using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>All that a plan is made of.</summary>
internal sealed record ApprovalLook
{
    /// <summary>The newest word of each process; of a pod's, the last process's stands last.</summary>
    public required IReadOnlyList<Heard> Words { get; init; }

    /// <summary>The requests that stand.</summary>
    public required ImmutableArray<ApprovalRequest> Requests { get; init; }

    /// <summary>Who the pod with this uid is; null for none that is there.</summary>
    public required Func<string, AgentIdentity?> AgentOf { get; init; }

    public required DateTimeOffset Now { get; init; }
}
