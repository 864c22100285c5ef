using AiGateway.Operator.Status;

namespace AiGateway.FleetOperator;

/// <summary>Takes statuses and writes nothing: the API server is not what is measured.</summary>
internal sealed class SilentSink : IStatusSink
{
    public Task<IReadOnlyCollection<ResourceStatus>> WriteAsync(
        IReadOnlyCollection<ResourceStatus> changed, IReadOnlyCollection<ResourceStatus> all, CancellationToken cancellationToken) =>
        Task.FromResult(changed);
}
