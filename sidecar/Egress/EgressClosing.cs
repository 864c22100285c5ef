using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Egress;

/// <summary>Opens the record of a connection and closes it: account, then audit, which is awaited. Every connection that came is closed here once, whatever became of it.</summary>
internal sealed class EgressClosing(EgressMeters meters, CallTotals totals, UsedTally used, AuditJournal journal, TimeProvider clock)
{
    /// <param name="id">The connection's, or the request's.</param>
    /// <param name="via">The door that it came by.</param>
    public EgressRecord Open(string id, EgressVia via) => new(id, clock.GetUtcNow(), clock.GetTimestamp()) { Via = via };

    /// <summary>Ends when the journal has taken the record; it is not changed after.</summary>
    public ValueTask CloseAsync(EgressRecord record)
    {
        record.EndedAt = clock.GetTimestamp();
        meters.Add(record);
        totals.Add(record);
        used.Add(record);
        return journal.WriteAsync(record);
    }
}
