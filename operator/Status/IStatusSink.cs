namespace AiGateway.Operator.Status;

/// <summary>Where statuses are written: the API, or a file beside a folder of manifests.</summary>
internal interface IStatusSink
{
    /// <summary>Writes what changed, given all there is; returns what was written, the rest is tried again.</summary>
    Task<IReadOnlyCollection<ResourceStatus>> WriteAsync(
        IReadOnlyCollection<ResourceStatus> changed, IReadOnlyCollection<ResourceStatus> all, CancellationToken cancellationToken);
}
