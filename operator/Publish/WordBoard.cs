using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>
/// What sidecars said for the leader: of each process the newest word of a type, as this replica and (on the leader) the other replicas hear it. Nothing in it outlives its stream by more
/// than <see cref="SidecarBoard.Grace"/>: a new leader is told everything anew. It decides nothing.
/// </summary>
internal sealed class WordBoard(TimeProvider time)
{
    /// <summary>The most streams of one pod whose words are kept; beyond it the oldest are forgotten.</summary>
    public const int MaxStreams = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Speech>> _pods = new(StringComparer.Ordinal);
    private long _order;

    /// <summary>
    /// Raised with each word that is the newest of its process, on the thread that read it: handlers are quick and do not throw. A word may be raised again with nothing changed in it, and
    /// those of two streams in any order.
    /// </summary>
    public event Action<Heard>? Told;

    /// <summary>Raised with each word, and without one at the end of a stream that said any; and the replica that it came from.</summary>
    public event Action<string, Voice, Envelope?>? Said;

    /// <summary>The newest word of the type of each process; a pod's last process comes after those before it, whose last words stay for a while.</summary>
    public IReadOnlyList<Heard> All(string type)
    {
        lock (_gate) return [.. _pods.Values.SelectMany(speeches => Newest(speeches, type))];
    }

    /// <summary>The newest word of the type that the pod's sidecar said; or null.</summary>
    public Heard? Find(string podUid, string type)
    {
        lock (_gate) return _pods.TryGetValue(podUid, out var speeches) ? Newest(speeches, type).LastOrDefault() : null;
    }

    /// <summary>Whether the pod has a stream on which words were said, and that has not ended.</summary>
    public bool IsHeard(string podUid)
    {
        lock (_gate) return _pods.TryGetValue(podUid, out var speeches) && speeches.Exists(speech => speech.Gone is null);
    }

    /// <summary>All words that came from one replica, and whether their streams have ended.</summary>
    public IReadOnlyList<(Voice Voice, Envelope Word, bool Ended)> From(string origin)
    {
        lock (_gate)
        {
            return [.. _pods.Values.SelectMany(speeches => speeches)
                .Where(speech => speech.Origin == origin)
                .SelectMany(speech => speech.Words.Values.Select(word => (speech.Voice, word, speech.Gone is not null)))];
        }
    }

    /// <summary>A word came: it replaces what the same stream said before of its type.</summary>
    public void Tell(string origin, Voice voice, Envelope word)
    {
        bool newest;
        lock (_gate)
        {
            var speeches = _pods.TryGetValue(voice.PodUid, out var known) ? known : _pods[voice.PodUid] = [];
            var speech = Keep(speeches, origin, voice);
            speech.Gone = null;
            speech.Words[word.Type] = word;
            newest = Newest(speeches, word.Type).Any(heard => ReferenceEquals(heard.Word, word));
        }

        Said?.Invoke(origin, voice, word);
        if (newest) Told?.Invoke(Hear(voice, word));
    }

    /// <summary>A stream has ended: what was said on it is kept for <see cref="SidecarBoard.Grace"/>.</summary>
    public void End(string origin, string podUid, string stream)
    {
        Speech? ended;
        lock (_gate)
        {
            ended = _pods.GetValueOrDefault(podUid)?.Find(speech => speech.Is(origin, stream));
            if (ended is not { Gone: null }) return;
            ended.Gone = time.GetUtcNow();
        }

        WatchOut();
        Said?.Invoke(origin, ended.Voice, null);
    }

    /// <summary>A replica is gone, and with it the streams that hung on it.</summary>
    public void Lose(string origin)
    {
        foreach (var voice in From(origin).Select(said => said.Voice).Distinct()) End(origin, voice.PodUid, voice.Stream);
    }

    private Speech Keep(List<Speech> speeches, string origin, Voice voice)
    {
        if (speeches.Find(speech => speech.Is(origin, voice.Stream)) is { } known) return known;

        var speech = new Speech { Origin = origin, Voice = voice, Order = ++_order };
        speeches.Add(speech);
        speeches.Sort(static (left, right) => (left.Voice.Since, left.Order).CompareTo((right.Voice.Since, right.Order)));
        if (speeches.Count > MaxStreams) speeches.RemoveAt(0);
        return speech;
    }

    /// <summary>Of each process the word of its youngest stream that said one of the type, the oldest process first.</summary>
    private static IEnumerable<Heard> Newest(List<Speech> speeches, string type) => speeches
        .Where(speech => speech.Words.ContainsKey(type))
        .Reverse()
        .DistinctBy(speech => speech.Voice.Epoch, StringComparer.Ordinal)
        .Reverse()
        .Select(speech => Hear(speech.Voice, speech.Words[type]));

    private static Heard Hear(Voice voice, Envelope word) => new(voice.PodUid, voice.Namespace, voice.Pod, voice.Epoch, word);

    private void WatchOut()
    {
        ITimer? timer = null;
        timer = time.CreateTimer(_ => { Sweep(); timer?.Dispose(); }, null, SidecarBoard.Grace, Timeout.InfiniteTimeSpan);
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var (podUid, speeches) in _pods)
            {
                speeches.RemoveAll(speech => now - speech.Gone >= SidecarBoard.Grace);
                if (speeches.Count == 0) _pods.Remove(podUid);
            }
        }
    }

    /// <summary>What was said on one stream.</summary>
    private sealed class Speech
    {
        public required string Origin { get; init; }

        public required Voice Voice { get; init; }

        public required long Order { get; init; }

        public Dictionary<string, Envelope> Words { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset? Gone { get; set; }

        public bool Is(string origin, string stream) => Origin == origin && Voice.Stream == stream;
    }
}
