using System.Collections.Concurrent;
using System.Net;

namespace AiGateway.Operator.Publish;

/// <summary>The sending half of a relay: a request body that goes on until it is stopped.</summary>
internal sealed class RelayContent : HttpContent
{
    private readonly ConcurrentDictionary<string, SidecarState> _waiting = new(StringComparer.Ordinal);
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
                if (_waiting.TryRemove(podUid, out var state)) await WriteAsync(stream, new RelayLine { Sidecar = state }, either.Token);
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
        foreach (var state in _sidecars.From(SidecarBoard.Here))
        {
            await WriteAsync(stream, new RelayLine { Sidecar = state }, cancellationToken);
        }

        await WriteAsync(stream, new RelayLine { Complete = true }, cancellationToken);
        await stream.FlushAsync(cancellationToken);
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
