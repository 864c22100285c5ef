using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>
/// Tells of refused names so that a tunnel cannot flood the journal: of each suffix (two labels) once a minute, with how many there were since, and of at most <see cref="MaxSuffixes"/>
/// suffixes; those beyond share one line. What the journal did not take is told with the next.
/// </summary>
internal sealed class DnsRefusals(Func<DnsRefusal, bool> tell, TimeProvider time)
{
    /// <summary>Suffixes that are told apart, in one minute.</summary>
    public const int MaxSuffixes = 32;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public void Add(DnsQuery query, Snapshot snapshot)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var (suffix, entry) = Find(SuffixOf(query.Name), now);
            entry.Count++;
            if (entry.ToldAt is { } told && time.GetElapsedTime(told, now) < Every) return;
            if (!tell(new(time.GetUtcNow(), snapshot, suffix, query.Name, DnsTypes.Labels[DnsTypes.IndexOf(query.Type)], entry.Count))) return;
            (entry.Count, entry.ToldAt) = (0, now);
        }
    }

    private (string Suffix, Entry Entry) Find(string suffix, long now)
    {
        if (_entries.TryGetValue(suffix, out var entry)) return (suffix, entry);
        if (_entries.Count >= MaxSuffixes) Forget(now);
        if (_entries.Count >= MaxSuffixes) suffix = "";
        if (!_entries.TryGetValue(suffix, out entry)) _entries[suffix] = entry = new();
        return (suffix, entry);
    }

    /// <summary>What is over a minute old and has nothing left to tell makes room.</summary>
    private void Forget(long now)
    {
        foreach (var (suffix, entry) in _entries)
        {
            if (entry is { Count: 0, ToldAt: { } told } && time.GetElapsedTime(told, now) >= Every) _entries.Remove(suffix);
        }
    }

    private static string SuffixOf(string name)
    {
        var last = name.LastIndexOf('.');
        var before = last <= 0 ? -1 : name.LastIndexOf('.', last - 1);
        return name[(before + 1)..];
    }

    private sealed class Entry
    {
        public long Count { get; set; }

        public long? ToldAt { get; set; }
    }
}
