namespace AiGateway.Operator.Leases;

/// <summary>Where ledgers outlive the leader. Whatever fails otherwise than by an answer below is thrown, and leaves open whether it happened.</summary>
internal interface ILedgerStore
{
    Task<IReadOnlyList<StoredBook>> ListAsync(CancellationToken cancellationToken);

    Task<StoredBook?> ReadAsync(BookId id, CancellationToken cancellationToken);

    /// <summary>The new version; null where the book has another version than the one it is to replace, or is there though it was not to be, or is not though it was.</summary>
    Task<string?> WriteAsync(StoredBook book, CancellationToken cancellationToken);

    /// <summary>Removes it if it still has this version; whether it is not there any more.</summary>
    Task<bool> RemoveAsync(StoredBook book, CancellationToken cancellationToken);
}
