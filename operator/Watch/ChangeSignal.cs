using System.Threading.Channels;

namespace AiGateway.Operator.Watch;

/// <summary>Something has changed; how often is not told. Many raises wake one waiter once; a raise that nobody waits for is kept.</summary>
/// <param name="time">The machine's where it is not given.</param>
internal sealed class ChangeSignal(TimeProvider? time = null)
{
    /// <summary>How long what can wait waits: a fleet's pods are annotated ten a second, and each turn looks at all of them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> pending = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private int later;

    public void Raise() => pending.Writer.TryWrite(true);

    /// <summary>Raises within <see cref="Patience"/>, once for all that is raised later until then.</summary>
    public void RaiseLater()
    {
        if (Interlocked.Exchange(ref later, 1) == 0) _ = RaiseAfterAsync();
    }

    /// <summary>Returns once there was a raise since the last return.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await pending.Reader.ReadAsync(cancellationToken);

    private async Task RaiseAfterAsync()
    {
        await Task.Delay(Patience, time ?? TimeProvider.System);
        Volatile.Write(ref later, 0);
        Raise();
    }
}
