namespace AiGateway.Operator.Leases;

/// <summary>The leader's books, and their way to the store and back. A book whose write did not clearly succeed is read again before it grants anything.</summary>
internal sealed partial class LedgerShelf(ILedgerStore store, LeaseFigures figures, ILogger logger)
{
    /// <summary>How long a pod may be missing before what it had is written off: its last word may come by another replica. In milliseconds.</summary>
    public const long Patience = 30_000;

    /// <summary>How long a ledger outlives its limit: a policy that is deleted and made anew counts on. In milliseconds.</summary>
    public const long Keep = 600_000;

    private const int AtOnce = 8;

    private readonly Dictionary<BookId, LedgerBook> _books = [];

    private long _openedAt;

    public IReadOnlyCollection<LedgerBook> Books => _books.Values;

    public LedgerBook? Find(BookId id) => _books.GetValueOrDefault(id);

    /// <summary>The book of a limit under the terms that it has now.</summary>
    public LedgerBook Get(BookId id, LedgerTerms terms, long now)
    {
        if (!_books.TryGetValue(id, out var book)) return _books[id] = new(id, terms, _openedAt);
        book.Change(terms, now);
        return book;
    }

    /// <summary>A new leader takes over what is stored, and forgets what it knew.</summary>
    public async Task OpenAsync(long now, CancellationToken cancellationToken)
    {
        var stored = await store.ListAsync(cancellationToken);
        Close();
        _openedAt = now;
        foreach (var found in stored)
        {
            var book = _books[found.Id] = new(found.Id, LedgerText.TermsOf(found.Text) ?? LedgerTerms.Unknown, now);
            book.Load(found, now);
            if (book.IsUnreadable) Log.Unreadable(logger, found.Id.Limit, found.Id.ObjectName);
        }
    }

    public void Close() => _books.Clear();

    /// <summary>Stores the books, a few at once; those that could not be are in doubt.</summary>
    public async Task WriteAsync(IReadOnlyCollection<LedgerBook> books, long now, CancellationToken cancellationToken)
    {
        var bound = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(books, bound, async (book, token) => await WriteAsync(book, now, token));
    }

    /// <summary>Reads the books in doubt again, and returns them.</summary>
    public async Task<IReadOnlyList<LedgerBook>> RepairAsync(long now, CancellationToken cancellationToken)
    {
        var doubtful = _books.Values.Where(book => book.IsDoubtful).ToList();
        foreach (var book in doubtful)
        {
            book.Load(await store.ReadAsync(book.Id, cancellationToken), now);
            book.IsChanged = true;
        }

        return doubtful;
    }

    /// <summary>Writes off what vanished pods had, and lets go of what nobody counts any more.</summary>
    public async Task SweepAsync(LimitIndex index, Func<BookId, bool> isThere, long now, CancellationToken cancellationToken)
    {
        foreach (var book in _books.Values.ToList())
        {
            foreach (var ledger in book.Counts.Values) WriteOff(book, ledger, index, now);
            book.Forget(now);
            if (book.IsUnreadable) book.Doubt();
            book.Gone = isThere(book.Id) ? null : book.Gone ?? now;
            if (now - book.Gone >= Keep || (book.IsEmpty && now - book.OpenedAt >= Keep && index.RuleOf(book.Id) is null)) await RemoveAsync(book, cancellationToken);
        }

        figures.Unreadable = _books.Values.Count(book => book.IsUnreadable);
        figures.Books = _books.Count;
        figures.Holders = _books.Values.Sum(book => book.Counts.Values.Sum(ledger => ledger.Holders.Count));
    }

    private void WriteOff(LedgerBook book, Ledger ledger, LimitIndex index, long now)
    {
        foreach (var holder in ledger.Holders.Where(holder => holder.Ended is null))
        {
            holder.Missing = index.Knows(holder.Id.Pod) ? null : holder.Missing ?? now;
            if (!(now - holder.Missing >= Patience)) continue;
            ledger.WriteOff(holder, now);
            figures.WriteOff();
            book.IsChanged = book.IsTouched = true;
        }
    }

    private async Task RemoveAsync(LedgerBook book, CancellationToken cancellationToken)
    {
        if (book.Version is not null && !await store.RemoveAsync(new(book.Id, "", book.Version), cancellationToken)) book.Doubt();
        else _books.Remove(book.Id);
    }

    private async Task WriteAsync(LedgerBook book, long now, CancellationToken cancellationToken)
    {
        try
        {
            if (book.Write() is not { } next)
            {
                Log.Unreadable(logger, book.Id.Limit, book.Id.ObjectName);
                return;
            }

            if (await store.WriteAsync(next, cancellationToken) is { } version)
            {
                book.Written(version, now);
                figures.Write();
                return;
            }

            figures.Conflict();
            book.Doubt();
        }
        catch (Exception exception)
        {
            book.Doubt();
            if (cancellationToken.IsCancellationRequested) return;
            figures.Fail();
            Log.NotWritten(logger, book.Id.Limit, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(340, LogLevel.Error, "The ledger of {Limit}, ConfigMap {Name}, cannot be read or has grown too big: the limit grants nothing until it is removed")]
        public static partial void Unreadable(ILogger logger, string limit, string name);

        [LoggerMessage(341, LogLevel.Warning, "The ledger of {Limit} could not be written, so nothing of it is granted now: {Why}")]
        public static partial void NotWritten(ILogger logger, string limit, string why);
    }
}
