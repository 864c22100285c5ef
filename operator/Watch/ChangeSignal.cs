using System.Threading.Channels;

namespace AiGateway.Operator.Watch;

/// <summary>Something has changed; how often is not told. Many raises wake one waiter once; a raise that nobody waits for is kept.</summary>
internal sealed class ChangeSignal
{
    private readonly Channel<bool> pending = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => pending.Writer.TryWrite(true);

    /// <summary>Returns once there was a raise since the last return.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await pending.Reader.ReadAsync(cancellationToken);
}
