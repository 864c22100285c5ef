using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>The sending half of a relay: a request body that goes on until it is stopped.</summary>
internal sealed class RelayContent : HttpContent
{
    private readonly ConcurrentDictionary<string, SidecarState> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Stream, ImmutableArray<SeenServer> Servers)> _seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Signal _changed = new();
    private readonly SidecarBoard _sidecars;
    private readonly RelayOptions _options;

    public RelayContent(SidecarBoard sidecars, RelayOptions options)
    {
        _sidecars = sidecars;
        _options = options;
        _sidecars.Told += Note;
    }

    public void Stop()
    {
        _sidecars.Told -= Note;
        _stop.Cancel();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        await WriteEverythingAsync(stream, either.Token);
        while (true)
        {
            var changed = _changed.Next;
            foreach (var podUid in _waiting.Keys)
            {
                if (_waiting.TryRemove(podUid, out var state)) await WriteAsync(stream, state, either.Token);
            }

            await stream.FlushAsync(either.Token);
            await changed.WaitAsync(either.Token);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        Stop();
        base.Dispose(disposing);
    }

    private async Task WriteEverythingAsync(Stream stream, CancellationToken cancellationToken)
    {
        await WriteAsync(stream, new RelayLine { Replica = _options.Replica }, cancellationToken);
        foreach (var state in _sidecars.From(SidecarBoard.Here)) await WriteAsync(stream, state, cancellationToken);

        await WriteAsync(stream, new RelayLine { Complete = true }, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>A state, and what the sidecar saw where the leader was not told of it yet on this relay.</summary>
    private async Task WriteAsync(Stream stream, SidecarState state, CancellationToken cancellationToken)
    {
        await WriteAsync(stream, new RelayLine { Sidecar = state }, cancellationToken);
        var (known, servers) = _seen.GetValueOrDefault(state.PodUid, (state.Stream, []));
        if (known != state.Stream || servers != state.Servers)
        {
            var seen = new RelaySeen { PodUid = state.PodUid, Stream = state.Stream, Servers = state.Servers };
            await WriteAsync(stream, new RelayLine { Seen = seen }, cancellationToken);
        }

        if (state.Gone is null) _seen[state.PodUid] = (state.Stream, state.Servers);
        else _seen.Remove(state.PodUid);
    }

    private static ValueTask WriteAsync(Stream stream, RelayLine line, CancellationToken cancellationToken) =>
        stream.WriteAsync(RelayJson.Write(line), cancellationToken);

    private void Note(string origin, SidecarState state)
    {
        if (origin != SidecarBoard.Here) return;
        _waiting[state.PodUid] = state;
        _changed.Raise();
    }
}
