using AiGateway.Operator.Leases;

namespace AiGateway.Operator.Tests.Leases;

/// <summary>A store that can fail before or after it wrote, and counts; over one in memory, or a real one.</summary>
internal sealed class BookStore(ILedgerStore? inner = null) : ILedgerStore
{
    private readonly ILedgerStore _books = inner ?? new MemoryStore();

    public bool FailsBefore { get; set; }

    public bool FailsAfter { get; set; }

    public int Writes { get; private set; }

    public int LargestText { get; private set; }

    public Task<IReadOnlyList<StoredBook>> ListAsync(CancellationToken cancellationToken) => _books.ListAsync(cancellationToken);

    public Task<StoredBook?> ReadAsync(BookId id, CancellationToken cancellationToken) => _books.ReadAsync(id, cancellationToken);

    public Task<bool> RemoveAsync(StoredBook book, CancellationToken cancellationToken) => _books.RemoveAsync(book, cancellationToken);

    public async Task<string?> WriteAsync(StoredBook book, CancellationToken cancellationToken)
    {
        if (FailsBefore) throw new HttpRequestException("away");
        var version = await _books.WriteAsync(book, cancellationToken);
        (Writes, LargestText) = (Writes + 1, Math.Max(LargestText, book.Text.Length));
        return FailsAfter ? throw new HttpRequestException("cut") : version;
    }

    /// <summary>What is stored as granted to a pod's process.</summary>
    public async Task<long> GrantedAsync(string pod, LedgerTerms terms, string epoch = "e") =>
        (await ListAsync(CancellationToken.None)).Select(book => LedgerText.Read(book.Text, terms, 0)?.GetValueOrDefault("")?.Find(HolderId.Of(pod, epoch))?.Granted ?? 0).FirstOrDefault();
}
