using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status;

/// <summary>Keeps what was written; refuses where a test says so.</summary>
internal sealed class CountingSink : IStatusSink
{
    public List<ResourceStatus> Writes { get; } = [];

    public bool Refuses { get; set; }

    public Task<IReadOnlyCollection<ResourceStatus>> WriteAsync(
        IReadOnlyCollection<ResourceStatus> changed, IReadOnlyCollection<ResourceStatus> all, CancellationToken cancellationToken)
    {
        Writes.AddRange(changed);
        return Task.FromResult(Refuses ? [] : changed);
    }
}
