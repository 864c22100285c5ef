namespace AiGateway.Operator.Leases;

/// <summary>What a store holds of one book.</summary>
/// <param name="Id">Whose it is.</param>
/// <param name="Text">As <see cref="LedgerText"/> wrote it; it may have been changed by others.</param>
/// <param name="Version">By which it is replaced; null for one that is not there yet.</param>
internal sealed record StoredBook(BookId Id, string Text, string? Version);
