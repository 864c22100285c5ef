using System.Net;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// The handle of an open connection: how rules that come later, or the end of the process, cut it. Whoever moves its bytes stops on <see cref="Token"/>, resets the connection, and
/// writes <see cref="Cut"/> into its record. From <see cref="LiveTunnels.TryOpen"/>; to be closed exactly once, whatever happened, by <see cref="LiveTunnels.Close"/>.
/// </summary>
internal sealed class LiveTunnel(EgressAsk ask, EgressVerdict verdict, bool isHandedOver)
{
    private readonly CancellationTokenSource _cutting = new();
    private object? _cut;
    private IPEndPoint? _connected;

    /// <summary>What was judged.</summary>
    public EgressAsk Ask => ask;

    /// <summary>What was decided when it was opened.</summary>
    public EgressVerdict Verdict => verdict;

    /// <summary>Whether it is served here (intercepted, or plain HTTP) and the requests on it are calls of their own.</summary>
    public bool IsHandedOver => isHandedOver;

    /// <summary>Cancelled when it is cut; what runs on it goes on elsewhere than where the rules changed.</summary>
    public CancellationToken Token => _cutting.Token;

    /// <summary>Why it was cut; null where it was not. Set before <see cref="Token"/> is cancelled, and never changed.</summary>
    public EgressVerdict? Cut => (EgressVerdict?)Volatile.Read(ref _cut);

    /// <summary>Where it was connected to, once it is; from <see cref="LiveTunnels.Connected"/>.</summary>
    public IPEndPoint? Connected
    {
        get => Volatile.Read(ref _connected);
        internal set => Volatile.Write(ref _connected, value);
    }

    /// <summary>Where it stands among the open ones.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>Cuts it; the first reason stays.</summary>
    internal void Stop(EgressVerdict why)
    {
        if (Interlocked.CompareExchange(ref _cut, why, null) is not null) return;
        ThreadPool.UnsafeQueueUserWorkItem(static cutting => cutting.Cancel(), _cutting, preferLocal: false);
    }
}
