using System.Collections.Concurrent;
using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Registry;

/// <summary>
/// What sidecars said since it was last taken: of each process the newest report and the newest word of what it used. Filled on the threads that hear, taken by the one that counts.
/// </summary>
internal sealed class Hearsay
{
    private readonly ConcurrentDictionary<(string PodUid, string Epoch), Report> _reports = new();
    private readonly ConcurrentDictionary<(string PodUid, string Epoch), UsedWord> _used = new();
    private readonly SidecarBoard _sidecars;
    private readonly WordBoard _words;
    private volatile bool _listens;

    public Hearsay(SidecarBoard sidecars, WordBoard words)
    {
        (_sidecars, _words) = (sidecars, words);
        sidecars.Told += (_, state) => Note(state);
        words.Told += Note;
    }

    /// <summary>The sidecars that still count, by pod uid.</summary>
    public Dictionary<string, SidecarState> Present => _sidecars.Present();

    /// <summary>From now on what is said is kept, beginning with what stands on the boards; not so while another replica leads.</summary>
    public void Listen(bool listens)
    {
        if (_listens == listens) return;
        _listens = listens;
        if (listens) Repeat(_ => true);
        else Clear();
    }

    /// <summary>What pods have said is to be taken once more.</summary>
    public void Repeat(Func<string, bool> ofPod)
    {
        foreach (var state in _sidecars.All().Where(state => ofPod(state.PodUid))) Note(state);
        foreach (var heard in _words.All(EnvelopeTypes.Used).Where(heard => ofPod(heard.PodUid))) Note(heard);
    }

    /// <summary>Hands everything out once; what the taker cannot use yet stays.</summary>
    public void Take(Func<string, Report, bool> report, Func<string, UsedWord, bool> used)
    {
        foreach (var pair in _reports)
        {
            if (report(pair.Key.PodUid, pair.Value)) _reports.TryRemove(pair);
        }

        foreach (var pair in _used)
        {
            if (used(pair.Key.PodUid, pair.Value)) _used.TryRemove(pair);
        }
    }

    private void Clear()
    {
        _reports.Clear();
        _used.Clear();
    }

    private void Note(SidecarState state)
    {
        if (!_listens || state.Report is not { } report) return;
        _reports.AddOrUpdate((state.PodUid, report.Epoch), static (_, now) => now, static (_, kept, now) => kept.Sequence > now.Sequence ? kept : now, report);
    }

    private void Note(Heard heard)
    {
        if (_listens && heard.Word.Used is { } used) _used[(heard.PodUid, used.Epoch)] = used;
    }
}
