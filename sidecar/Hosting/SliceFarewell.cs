using AiGateway.Sidecar.Limits;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// Gives slices back at the end. Services stop in the reverse of their order: after the listeners, so that no call is under way, and before the stream to the operator, which takes the last word along.
/// </summary>
internal sealed class SliceFarewell(SliceWords words) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        words.Close();
        return Task.CompletedTask;
    }
}
