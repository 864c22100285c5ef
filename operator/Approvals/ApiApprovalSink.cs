using System.Collections.Immutable;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>ApprovalRequests in a cluster: made without a status, which is then applied to its subresource by the version that was read.</summary>
internal sealed class ApiApprovalSink(KubeClient client) : IApprovalSink
{
    private static readonly ApplyOptions s_apply = new() { FieldManager = "aigateway-approvals", Force = true };

    public ImmutableArray<ApprovalRequest> Standing(Inventory inventory) => inventory.ApprovalRequests;

    public Task<KubeResult<ApprovalRequest>> CreateAsync(ApprovalRequest request, CancellationToken cancellationToken) =>
        client.CreateAsync(ResourceKinds.ApprovalRequests, request with { Status = null }, cancellationToken);

    public async Task<KubeError?> WriteAsync(ApprovalRequest request, CancellationToken cancellationToken) =>
        (await client.ApplyStatusAsync(ResourceKinds.ApprovalRequests, ObjectKey.Of(request), ApprovalJson.WriteIntent(request), s_apply, cancellationToken)).Error;

    public Task RemoveAsync(ObjectKey key, CancellationToken cancellationToken) => client.DeleteAsync(ResourceKinds.ApprovalRequests, key, cancellationToken);

    public Task TellAsync(KubeEvent note, CancellationToken cancellationToken) => client.CreateEventAsync(note, cancellationToken);
}
