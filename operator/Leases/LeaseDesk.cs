using AiGateway.Contracts;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>
/// The leader's desk: hears words, shares out what there is, has it written down, and only then answers. All that waits is done in one turn, so that many questions cost one write.
/// One caller at a time.
/// </summary>
internal sealed class LeaseDesk(LedgerShelf shelf, Action<string, Envelope> say, LeaseFigures figures)
{
    private const long Lazily = 5_000;
    private const long LazySpacing = 200;

    private readonly Dictionary<string, Visit> _visits = new(StringComparer.Ordinal);
    private readonly Dictionary<HolderId, Visit> _byHolder = [];
    private readonly HashSet<string> _spoken = new(StringComparer.Ordinal);
    private long _lazyAt;

    /// <summary>Whether somebody waits for what may be there soon.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>A new leader: nothing is known of who spoke.</summary>
    public void Clear()
    {
        _visits.Clear();
        _byHolder.Clear();
        _spoken.Clear();
    }

    /// <summary>Takes in what a process says of slices that its pod's own rules name.</summary>
    public void Hear(string podUid, SliceWord word, LimitIndex index, long now)
    {
        _spoken.Add(podUid);
        var id = HolderId.Of(podUid, word.Epoch);
        var slices = new List<(SliceState, BookId)>(word.Slices.Length);
        foreach (var slice in word.Slices)
        {
            var found = index.Find(podUid, slice.Scope, slice.Limit);
            if ((found is { } ruled ? BookOf(ruled, slice, now) : BookOf(id, slice)) is not { } book || book.Count(slice.Key, id) is not { } ledger) continue;
            slices.Add((slice, book.Id));
            if (book.Terms.IsInMemory) ledger.TrustsPast = now - book.OpenedAt >= book.Terms.WarmUp;
            var stood = (ledger.Spent, ledger.Estimated, ledger.Out, ledger.Ended);
            if (!ledger.Hear(id, slice, word.Sequence, now)) continue;
            book.IsTouched = true;
            book.IsChanged |= stood != (ledger.Spent, ledger.Estimated, ledger.Out, ledger.Ended);
        }

        if (_visits.Remove(podUid, out var before)) _byHolder.Remove(before.Holder);
        _visits[podUid] = _byHolder[id] = new(podUid, id, word, slices);
    }

    /// <summary>The pod's stream has ended: what was granted to it now would never arrive, and be lost to all others with it.</summary>
    public void Silence(string podUid)
    {
        if (!_visits.TryGetValue(podUid, out var visit)) return;
        foreach (var (slice, book) in visit.Slices)
        {
            if (shelf.Find(book)?.Find(slice.Key) is { } ledger && ledger.Find(visit.Holder) is { } holder) ledger.Silence(holder);
        }
    }

    /// <summary>Shares out, writes, answers. Where a write fails, who waits for it is answered in a later turn.</summary>
    public async Task TurnAsync(LimitIndex index, long now, CancellationToken cancellationToken)
    {
        foreach (var book in await shelf.RepairAsync(now, cancellationToken)) OweAll(book);
        IsAsked = false;
        var (waiting, toWrite) = (new HashSet<BookId>(), new List<LedgerBook>());
        foreach (var book in shelf.Books.Where(book => book is { IsAsked: true, IsUnreadable: false }))
        {
            IsAsked = true;
            if (!IsWarm(book, index, now)) continue;
            if (!book.IsDue(now) && book.IsTouched) waiting.Add(book.Id);
            if (book.IsDue(now) && Share(book, now) && !book.Terms.IsInMemory) toWrite.Add(book);
        }

        var unwritten = toWrite.ConvertAll(book => book.Id);
        Answer([.. waiting, .. unwritten], now); // Those that nothing has to be written for.
        toWrite.AddRange(Lazy(now).Except(toWrite).ToList());
        await shelf.WriteAsync(toWrite, now, cancellationToken);
        Answer(waiting, now);
    }

    /// <summary>Writes everything that is not written, for a leader that leaves in order.</summary>
    public Task CloseAsync(long now, CancellationToken cancellationToken) => shelf.WriteAsync([.. shelf.Books.Where(Writes)], now, cancellationToken);

    /// <summary>Lets go of pods that are no more.</summary>
    public void Forget(LimitIndex index)
    {
        foreach (var visit in _visits.Values.Where(visit => !index.Knows(visit.Holder.Pod)).ToList())
        {
            _visits.Remove(visit.PodUid);
            _byHolder.Remove(visit.Holder);
            _spoken.Remove(visit.PodUid);
        }
    }

    private static bool Writes(LedgerBook book) => book is { IsChanged: true, IsDoubtful: false, IsUnreadable: false, Terms.IsInMemory: false };

    /// <summary>The book by the pod's own rules; null for a key that they have no count for.</summary>
    private LedgerBook? BookOf((BookId Id, LimitRule Rule) found, SliceState slice, long now) =>
        found.Rule.By == LimitBy.None && slice.Key.Length > 0 ? null : shelf.Get(found.Id, LedgerTerms.Of(found.Rule), now);

    /// <summary>Where the rules name the limit no more, or the pod is gone: the book that knows the process.</summary>
    private LedgerBook? BookOf(HolderId id, SliceState slice) =>
        shelf.Books.FirstOrDefault(book => book.Id.Scope == slice.Scope && book.Id.Limit == slice.Limit && book.Find(slice.Key)?.Find(id) is not null);

    /// <summary>What is kept in memory alone is granted when nothing of a former leader's can count any more, or everybody has said what they have of it.</summary>
    private bool IsWarm(LedgerBook book, LimitIndex index, long now) =>
        !book.Terms.IsInMemory
        || now - book.OpenedAt >= book.Terms.WarmUp
        || index.PodsOf(book.Id).All(agent => agent.Pod.Status.Phase != "Running" || _spoken.Contains(agent.Agent.PodUid));

    private bool Share(LedgerBook book, long now)
    {
        var any = false;
        foreach (var ledger in book.Counts.Values.Where(ledger => ledger.Asking.Count > 0))
        {
            ledger.Window.Roll(now);
            if (!book.IsTouched && ledger.Room <= 0) continue;
            foreach (var holder in Slicing.Share(ledger, now))
            {
                any = true;
                figures.Grant(1);
                if (_byHolder.TryGetValue(holder.Id, out var visit)) visit.IsOwed = true;
            }
        }

        book.IsTouched = false;
        book.IsChanged |= any;
        return any;
    }

    /// <summary>What was used and needs no grant is written once in a while, a few books a second.</summary>
    private IEnumerable<LedgerBook> Lazy(long now)
    {
        foreach (var book in shelf.Books.Where(book => Writes(book) && now - book.WrittenAt >= Lazily && book.IsDue(now)).OrderBy(book => book.WrittenAt))
        {
            if (now < _lazyAt) yield break;
            _lazyAt = Math.Max(_lazyAt, now - 1000) + LazySpacing;
            yield return book;
        }
    }

    /// <summary>Tells where they stand to all that are to be told and wait for none of these books.</summary>
    private void Answer(HashSet<BookId> waiting, long now)
    {
        foreach (var visit in _visits.Values.Where(visit => visit.IsOwed && !visit.Slices.Any(slice => waiting.Contains(slice.Book))))
        {
            visit.IsOwed = false;
            var grants = visit.Slices.Select(slice => GrantOf(visit.Holder, slice.Slice, slice.Book, now)).OfType<SliceGrant>();
            say(visit.PodUid, new() { Type = EnvelopeTypes.Grants, Grants = new() { Epoch = visit.Word.Epoch, Heard = visit.Word.Sequence, Grants = [.. grants] } });
        }
    }

    /// <summary>What was not told while the book was in doubt is told now.</summary>
    private void OweAll(LedgerBook book)
    {
        foreach (var visit in _visits.Values.Where(visit => visit.Slices.Any(slice => slice.Book == book.Id))) visit.IsOwed = true;
    }

    /// <summary>Null where it is not known to be written down.</summary>
    private SliceGrant? GrantOf(HolderId id, SliceState slice, BookId bookId, long now)
    {
        if (shelf.Find(bookId) is not { IsDoubtful: false, IsUnreadable: false } book || book.Find(slice.Key) is not { } ledger || ledger.Find(id) is not { } holder) return null;
        ledger.Window.Roll(now);
        return new()
        {
            Limit = slice.Limit,
            Scope = slice.Scope,
            Key = slice.Key,
            Granted = holder.Granted,
            Left = Math.Max(0, ledger.Room),
            RoomAt = Time(Slicing.RoomAt(ledger, holder, now)),
            ResetsAt = Time(ledger.Window.ResetsAt),
        };
    }

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(value, 253_402_300_799_000)) : null;
}
