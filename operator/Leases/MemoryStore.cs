using System.Collections.Concurrent;
using System.Globalization;

namespace AiGateway.Operator.Leases;

/// <summary>For one process without a cluster: what is spent is forgotten with it.</summary>
internal sealed class MemoryStore : ILedgerStore
{
    private readonly ConcurrentDictionary<BookId, StoredBook> _books = new();
    private long _versions;

    public Task<IReadOnlyList<StoredBook>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredBook>>([.. _books.Values]);

    public Task<StoredBook?> ReadAsync(BookId id, CancellationToken cancellationToken) => Task.FromResult(_books.GetValueOrDefault(id));

    public Task<string?> WriteAsync(StoredBook book, CancellationToken cancellationToken)
    {
        var next = book with { Version = Interlocked.Increment(ref _versions).ToString(CultureInfo.InvariantCulture) };
        var isWritten = book.Version is null
            ? _books.TryAdd(book.Id, next)
            : _books.TryGetValue(book.Id, out var there) && there.Version == book.Version && _books.TryUpdate(book.Id, next, there);
        return Task.FromResult(isWritten ? next.Version : null);
    }

    public Task<bool> RemoveAsync(StoredBook book, CancellationToken cancellationToken) =>
        Task.FromResult(!_books.TryGetValue(book.Id, out var there) || (there.Version == book.Version && _books.TryRemove(new(book.Id, there))));
}
