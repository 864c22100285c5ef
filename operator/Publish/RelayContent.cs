using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>The sending half of a relay: a request body that goes on until it is stopped.</summary>
internal sealed class RelayContent : HttpContent
{
    private readonly ConcurrentDictionary<string, SidecarState> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Stream, string Type), RelayWord> _words = new();
    private readonly Dictionary<string, (string Stream, ImmutableArray<SeenServer> Servers)> _seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Signal _changed = new();
    private readonly StreamBoards _boards;
    private readonly RelayOptions _options;

    public RelayContent(StreamBoards boards, RelayOptions options)
    {
        _boards = boards;
        _options = options;
        _boards.Sidecars.Told += Note;
        _boards.Words.Said += Note;
    }

    public void Stop()
    {
        _boards.Sidecars.Told -= Note;
        _boards.Words.Said -= Note;
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
            await WriteChangesAsync(stream, either.Token);
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
        await WriteAsync(stream, new RelayLine { Replica = _options.Replica, Listens = true }, cancellationToken);
        var words = _boards.Words.From(SidecarBoard.Here); // Before the states: who said one of them is among those.
        foreach (var state in _boards.Sidecars.From(SidecarBoard.Here)) await WriteAsync(stream, state, cancellationToken);
        foreach (var (voice, word, ended) in words)
            await WriteAsync(stream, new RelayLine { Word = new() { Voice = voice, Word = word, Ended = ended } }, cancellationToken);

        await WriteAsync(stream, new RelayLine { Complete = true }, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>States before words, and words that came before their states were looked at: the leader knows where to answer when it hears a word.</summary>
    private async Task WriteChangesAsync(Stream stream, CancellationToken cancellationToken)
    {
        var words = TakeWords();
        foreach (var podUid in _waiting.Keys)
        {
            if (_waiting.TryRemove(podUid, out var state)) await WriteAsync(stream, state, cancellationToken);
        }

        foreach (var word in words) await WriteAsync(stream, new RelayLine { Word = word }, cancellationToken);
    }

    /// <summary>The ends of streams last.</summary>
    private List<RelayWord> TakeWords()
    {
        var taken = new List<RelayWord>();
        foreach (var key in _words.Keys)
        {
            if (_words.TryRemove(key, out var word)) taken.Add(word);
        }

        return [.. taken.OrderBy(word => word.Ended)];
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

    private void Note(string origin, Voice voice, Envelope? word)
    {
        if (origin != SidecarBoard.Here) return;
        _words[(voice.Stream, word?.Type ?? "")] = new() { Voice = voice, Word = word, Ended = word is null };
        _changed.Raise();
    }
}
