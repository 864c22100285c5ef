using System.Threading.Channels;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Says that there is a word that should not wait for the report period. Cheap enough for the path of calls; many raises in a short time are one.</summary>
internal sealed class Nudge
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _up;

    public void Raise()
    {
        if (Interlocked.Exchange(ref _up, 1) == 0) _raised.Writer.TryWrite(true);
    }

    /// <summary>Waits until it was raised, and takes it down: what is raised from here on counts anew.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await _raised.Reader.ReadAsync(cancellationToken);
        Interlocked.Exchange(ref _up, 0);
    }
}
