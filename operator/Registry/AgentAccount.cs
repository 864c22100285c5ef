using AiGateway.Contracts;

namespace AiGateway.Operator.Registry;

/// <summary>
/// What all processes of an agent did. Reports and words hold totals of a process, so only what one adds to the last one of that process counts: whatever is lost, repeated, late or told by two
/// replicas, nothing counts twice. For one thread.
/// </summary>
internal sealed class AgentAccount
{
    /// <summary>The most processes that are counted at one time. One beyond it counts, whole, once another has ended.</summary>
    public const int MaxProcesses = 2048;

    /// <summary>The most things that are kept; those that are told are fewer.</summary>
    public const int MaxThings = 512;

    /// <summary>Processes of one pod whose parts are kept: a late word of one that has been replaced still finds its part.</summary>
    public const int MaxOfPod = 4;

    private readonly Dictionary<(string PodUid, string Epoch), ProcessPart> _parts = [];
    private readonly Dictionary<(UsedKind Kind, string Name), UseTotal> _things = [];

    public Amounts Total { get; set; }

    /// <summary>To the minute; null where it never called.</summary>
    public DateTimeOffset? LastSeen { get; set; }

    public IReadOnlyDictionary<(UsedKind Kind, string Name), UseTotal> Things => _things;

    /// <summary>Heard of longest ago first.</summary>
    public IEnumerable<ProcessPart> Parts => _parts.Values.OrderBy(part => part.HeardAt);

    public bool Knows(string podUid) => _parts.Keys.Any(key => key.PodUid == podUid);

    /// <summary>Counts a report.</summary>
    public void Hear(string podUid, Report report, DateTimeOffset now)
    {
        if (PartOf(podUid, report.Epoch, now) is not { } part || report.Sequence <= part.Sequence) return;
        var said = Amounts.Of(report);
        if (said.Calls > part.Amounts.Calls) See(now);
        Total = Total.Plus(said, part.Amounts);
        (part.Sequence, part.Amounts) = (report.Sequence, part.Amounts.Or(said));
    }

    /// <summary>Counts what a process says that it used.</summary>
    public void Hear(string podUid, UsedWord word, DateTimeOffset now)
    {
        if (PartOf(podUid, word.Epoch, now) is not { } part || word.Sequence <= part.UsedSequence) return;
        part.UsedSequence = word.Sequence;
        var isKnown = part.Things is not null;
        var counted = part.Things ??= [];
        foreach (var thing in word.Things)
        {
            var (key, said) = ((thing.Kind, thing.Name), new UseCount(thing.Used, thing.Denied));
            if (TotalOf(key, thing.At) is not { } total) continue;
            var before = isKnown ? counted.GetValueOrDefault(key) : said;
            total.Count = total.Count.Plus(said, before);
            if (thing.At > total.At) total.At = thing.At;
            counted[key] = said;
            See(thing.At);
        }
    }

    /// <summary>Puts back what was written down.</summary>
    public void Restore(ProcessPart part)
    {
        if (_parts.Count < MaxProcesses) _parts[(part.PodUid, part.Epoch)] = part;
    }

    /// <summary>Puts back what was written down.</summary>
    public void Restore((UsedKind Kind, string Name) key, UseCount count, DateTimeOffset at) => _things[key] = new() { Count = count, At = at };

    /// <summary>Lets the parts go of processes that can say nothing more: their pod is gone and nothing was heard for <paramref name="silence"/>, or newer ones of their pod have been heard.</summary>
    public void Fold(Func<string, bool> isThere, DateTimeOffset now, TimeSpan silence)
    {
        foreach (var pod in _parts.Values.GroupBy(part => part.PodUid).ToList())
        {
            var keep = isThere(pod.Key) ? MaxOfPod : 0;
            foreach (var part in pod.OrderByDescending(part => part.HeardAt).Skip(keep).Where(part => now - part.HeardAt >= silence)) _parts.Remove((part.PodUid, part.Epoch));
        }
    }

    private ProcessPart? PartOf(string podUid, string epoch, DateTimeOffset now)
    {
        if (!_parts.TryGetValue((podUid, epoch), out var part))
        {
            if (_parts.Count >= MaxProcesses || !PartText.IsWord(podUid) || !PartText.IsWord(epoch)) return null;
            _parts[(podUid, epoch)] = part = new() { PodUid = podUid, Epoch = epoch };
        }

        part.HeardAt = now;
        return part;
    }

    /// <summary>The thing's total; where there are too many, the one asked for longest ago makes room. Null where that is this one.</summary>
    private UseTotal? TotalOf((UsedKind Kind, string Name) key, DateTimeOffset at)
    {
        if (_things.TryGetValue(key, out var total)) return total;
        if (_things.Count >= MaxThings)
        {
            var oldest = _things.MinBy(pair => (pair.Value.Count.Used > 0, pair.Value.At));
            if (oldest.Value.Count.Used > 0 && oldest.Value.At >= at) return null;
            _things.Remove(oldest.Key);
            foreach (var part in _parts.Values) part.Things?.Remove(oldest.Key);
        }

        return _things[key] = new() { At = at };
    }

    private void See(DateTimeOffset at)
    {
        var minute = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        if (LastSeen is null || minute > LastSeen) LastSeen = minute;
    }
}
