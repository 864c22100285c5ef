using System.Collections.Immutable;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>Where ApprovalRequests are: the API, or a file beside a folder of manifests.</summary>
internal interface IApprovalSink
{
    /// <summary>The requests as they stand, with what was decided of each.</summary>
    ImmutableArray<ApprovalRequest> Standing(Inventory inventory);

    /// <summary>Makes one without its status, or says why not: a conflict where another has the name.</summary>
    Task<KubeResult<ApprovalRequest>> CreateAsync(ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>Writes a status, if nobody changed the request since it was read; null where that is done.</summary>
    Task<KubeError?> WriteAsync(ApprovalRequest request, CancellationToken cancellationToken);

    Task RemoveAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Tells those who look.</summary>
    Task TellAsync(KubeEvent note, CancellationToken cancellationToken);
}
