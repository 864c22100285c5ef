namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// The matches of one rule that are possible or found and not yet decided: where each group of a walk began, oldest first, and what was found, which stands as long as no older one takes
/// its place.
/// </summary>
internal sealed class OpenMatches
{
    private readonly List<(long Start, long End)> _found = [];
    private int _first;
    private long[] _starts = new long[4];

    /// <summary>How many groups there are.</summary>
    public int Groups { get; private set; }

    /// <summary>Where the oldest possible match begins; only where there are groups.</summary>
    public long Oldest => _starts[0];

    public bool IsEmpty => Groups == 0 && !HasFound;

    /// <summary>Whether a match was found and is not decided.</summary>
    public bool HasFound => _first < _found.Count;

    /// <summary>Up to where all is known.</summary>
    public long Settled(long end) => Math.Min(Groups > 0 ? _starts[0] : end, HasFound ? _found[_first].Start : end);

    public void Clear()
    {
        _found.Clear();
        (_first, Groups) = (0, 0);
    }

    /// <summary>No match that is longer will come.</summary>
    public void Close() => Groups = 0;

    /// <summary>A match of a group ends here; those that began within it are none.</summary>
    /// <param name="group">The group; one more than the last for the match that began at <paramref name="here"/>.</param>
    /// <param name="here">Where the letter stands that the walk is at.</param>
    /// <param name="end">Behind the match's last character.</param>
    public void End(int group, long here, long end)
    {
        var start = group == Groups ? here : _starts[group];
        while (HasFound && _found[^1].Start >= start) _found.RemoveAt(_found.Count - 1);
        _found.Add((start, end));
    }

    /// <summary>The groups become others, as <see cref="WalkStep.Sources"/> has it.</summary>
    public void Regroup(int[] sources, long here)
    {
        if (sources.Length > _starts.Length) Array.Resize(ref _starts, Math.Max(sources.Length, _starts.Length * 2));
        for (var index = 0; index < sources.Length; index++) _starts[index] = sources[index] == Groups ? here : _starts[sources[index]];
        Groups = sources.Length;
    }

    /// <summary>What began before a place is taken to have begun there.</summary>
    public void Raise(long least)
    {
        for (var index = 0; index < Groups && _starts[index] < least; index++) _starts[index] = least;
    }

    /// <summary>Takes the oldest match that has become certain.</summary>
    public bool TryDecide(out long start, out long end)
    {
        (start, end) = HasFound ? _found[_first] : default;
        if (!HasFound || Groups > 0 && _starts[0] <= start) return false;
        if (++_first == _found.Count)
        {
            _found.Clear();
            _first = 0;
        }

        Raise(end);
        return true;
    }
}
