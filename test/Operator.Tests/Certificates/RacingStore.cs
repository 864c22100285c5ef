using AiGateway.Operator.Certificates;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Certificates;

/// <summary>Lets two replicas read before either has written, as at a first start; the slower one's write is a conflict.</summary>
internal sealed class RacingStore : ICertificateStore
{
    private readonly TaskCompletionSource _bothRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private CertificateSet? _set;

    public int Reads { get; private set; }

    public int Written { get; private set; }

    public async Task<(CertificateSet? Set, string? Version)> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_set is not null) return (_set, "1");
            if (++Reads == 2) _bothRead.SetResult();
        }

        await _bothRead.Task.WithinBoundAsync();
        return (null, null);
    }

    public Task<bool> WriteAsync(CertificateSet set, string? version, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (version is null && _set is not null) return Task.FromResult(false);
            _set = set;
            Written++;
            return Task.FromResult(true);
        }
    }
}
