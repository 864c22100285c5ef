using System.Collections.Immutable;
using AiGateway.Contracts.Approvals;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>What is to be done about ApprovalRequests now.</summary>
internal sealed record ApprovalPlan
{
    /// <summary>Questions for which no request stands yet: the request with the status that it gets.</summary>
    public required ImmutableArray<ApprovalRequest> Create { get; init; }

    /// <summary>Requests whose status is to change, with the status that they get. By the version that was looked at alone.</summary>
    public required ImmutableArray<ApprovalRequest> Write { get; init; }

    /// <summary>Requests that ended long ago, or of which there are too many.</summary>
    public required ImmutableArray<ObjectKey> Delete { get; init; }

    /// <summary>Questions for which no request is made, because as many are open as may be.</summary>
    public required int Unplaced { get; init; }

    /// <summary>Requests that nobody has decided.</summary>
    public required int Open { get; init; }

    /// <summary>By pod uid, what its process is to know: only what stands written.</summary>
    public required ImmutableDictionary<string, VerdictWord> Say { get; init; }
}
