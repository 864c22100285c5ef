namespace AiGateway.Operator.Leases;

/// <summary>The ledgers of one object, by key, and how they stand to what is stored of them.</summary>
internal sealed class LedgerBook(BookId id, LedgerTerms terms, long openedAt)
{
    /// <summary>More keys have no count, and are granted nothing.</summary>
    public const int MaxCounts = 4096;

    /// <summary>An object of Kubernetes holds 1 MiB; ten thousand processes take some 600 KB.</summary>
    public const int MaxBytes = 900 * 1024;

    /// <summary>From so many bytes on, keys that are not known yet are none; from so many, processes that are not known yet have no part in a key: an agent names keys, and the counts of all others stand in the same object.</summary>
    private const int KeysBelow = MaxBytes / 2, HoldersBelow = MaxBytes / 4 * 3;

    /// <summary>What a count and a holder take, about.</summary>
    private const int CountBytes = 96, HolderBytes = 64;

    private const long Soonest = 50;
    private const int BytesPerMillisecond = 256;

    private Dictionary<string, Ledger> _counts = new(StringComparer.Ordinal);
    private bool _trustsPast; // What processes used in another unit before is no use of this one.

    public BookId Id { get; } = id;

    public LedgerTerms Terms { get; private set; } = terms;

    public IReadOnlyDictionary<string, Ledger> Counts => _counts;

    /// <summary>When this leader began, in milliseconds since 1970.</summary>
    public long OpenedAt { get; } = openedAt;

    /// <summary>What is stored; null for nothing.</summary>
    public string? Version { get; private set; }

    public long WrittenAt { get; private set; }

    /// <summary>Something in it is not stored yet; no grant is told before it is.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Something was heard since grants were last shared out.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Nobody knows what is stored: it has to be read before anything is granted.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>What is stored is no ledger, or more than an object holds: nothing is granted until somebody removes it.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Since when its limit is not there any more, in milliseconds since 1970.</summary>
    public long? Gone { get; set; }

    public bool IsAsked => _counts.Values.Any(ledger => ledger.Asking.Count > 0);

    public bool IsEmpty => _counts.Values.All(ledger => ledger.IsEmpty);

    private int Bytes { get; set; }

    public Ledger? Find(string key) => _counts.GetValueOrDefault(key);

    /// <summary>The count of a key, made where there is none; null where there are too many.</summary>
    public Ledger? Count(string key)
    {
        if (_counts.TryGetValue(key, out var ledger)) return ledger;
        if (_counts.Count >= MaxCounts || (key.Length > 0 && Bytes >= KeysBelow)) return null;
        Bytes += (2 * key.Length) + CountBytes;
        return _counts[key] = new(Terms) { TrustsPast = _trustsPast };
    }

    /// <summary>The count of a key for what this process says; null where the object has no room for it.</summary>
    public Ledger? Count(string key, HolderId id)
    {
        if (Count(key) is not { } ledger) return null;
        if (ledger.Find(id) is not null) return ledger;
        if (key.Length > 0 && Bytes >= HoldersBelow) return null;
        Bytes += HolderBytes;
        return ledger;
    }

    /// <summary>Whether it may be written again: small ones often, big ones so that the store has no more than a quarter of a megabyte a second of it.</summary>
    public bool IsDue(long now) => Terms.IsInMemory || now - WrittenAt >= Math.Max(Soonest, Bytes / BytesPerMillisecond);

    /// <summary>The limit says something else now; what was counted is taken over.</summary>
    public void Change(LedgerTerms next, long now)
    {
        if (next == Terms) return;
        var (text, before) = (LedgerText.Write(Terms, _counts), _counts);
        _trustsPast = Terms.Unit != next.Unit && Version is not null;
        Terms = next;
        _counts = LedgerText.Read(text, next, now) ?? new(StringComparer.Ordinal);
        if (_counts.Count > 0) Merge(before, now);
        IsChanged = IsTouched = true;
    }

    /// <summary>Takes over what is stored, and of what is here only what sidecars said.</summary>
    public void Load(StoredBook? stored, long now)
    {
        var before = _counts;
        IsDoubtful = false;
        Version = stored?.Version;
        if (stored is null)
        {
            IsUnreadable = false; // It was removed by hand: what is known here is the best there is.
            return;
        }

        var counts = LedgerText.Read(stored.Text, Terms, now);
        IsUnreadable = counts is null;
        _counts = counts ?? new(StringComparer.Ordinal);
        Bytes = stored.Text.Length;
        Merge(before, now);
        IsTouched = true;
    }

    /// <summary>As it is to be stored; null where it has become too much.</summary>
    public StoredBook? Write()
    {
        var text = LedgerText.Write(Terms, _counts);
        if (text.Length > MaxBytes)
        {
            foreach (var ledger in _counts.Values) ledger.Window.Coarsen();
            text = LedgerText.Write(Terms, _counts);
        }

        Bytes = text.Length;
        IsUnreadable |= text.Length > MaxBytes;
        return IsUnreadable ? null : new(Id, text, Version);
    }

    public void Written(string version, long now) => (Version, WrittenAt, IsChanged) = (version, now, false);

    public void Doubt() => IsDoubtful = true;

    /// <summary>Lets go of the dead and of counts that count nothing.</summary>
    public void Forget(long now)
    {
        foreach (var (key, ledger) in _counts.ToList())
        {
            ledger.Forget(now);
            if (ledger.IsEmpty && key.Length > 0) _counts.Remove(key);
        }
    }

    private void Merge(Dictionary<string, Ledger> before, long now)
    {
        foreach (var (key, ledger) in before) Count(key)?.Merge(ledger, now);
    }
}
