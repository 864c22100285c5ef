using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// What the agent used and was denied since the process began, by name. A known thing costs a look-up and nothing on the heap. Bounded: of the kind that has the most things, one that was never
/// let through makes room before one that was, and then the one asked for longest ago; so an agent that makes names up pushes out nothing but such names, and no other kind.
/// </summary>
internal sealed class UsedLedger
{
    private readonly ConcurrentDictionary<UsedKey, UsedEntry> _things = new();
    private readonly Lock _making = new();
    private long _changes;

    /// <summary>Grows with every count.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Counts; what has no name that may be told is left out.</summary>
    public void Add(in UsedKey key, long used, long denied, DateTimeOffset at)
    {
        if (!key.IsFit) return;
        var entry = _things.TryGetValue(key, out var known) ? known : Make(key);
        entry.Add(used, denied, at.ToUnixTimeSeconds() / 60);
        Interlocked.Increment(ref _changes);
    }

    /// <summary>All of it, ordered by kind and name.</summary>
    public ImmutableArray<UsedThing> ToThings() =>
    [
        .. _things.Select(pair => new UsedThing
            {
                Kind = pair.Key.Kind,
                Name = pair.Key.Text,
                Used = pair.Value.Used,
                Denied = pair.Value.Denied,
                At = DateTimeOffset.FromUnixTimeSeconds(pair.Value.Minute * 60),
            })
            .OrderBy(thing => thing.Kind)
            .ThenBy(thing => thing.Name, StringComparer.Ordinal),
    ];

    private UsedEntry Make(UsedKey key)
    {
        lock (_making)
        {
            if (_things.Count >= UsedWord.MaxThings && !_things.ContainsKey(key)) Forget();
            return _things.GetOrAdd(key, static _ => new());
        }
    }

    private void Forget()
    {
        var crowded = _things.GroupBy(pair => pair.Key.Kind).MaxBy(kind => kind.Count());
        var least = crowded!.OrderBy(pair => pair.Value.Used > 0).ThenBy(pair => pair.Value.Minute).First();
        _things.TryRemove(least);
    }
}
