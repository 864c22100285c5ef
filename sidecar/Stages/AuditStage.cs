using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Journals;

namespace AiGateway.Sidecar.Stages;

/// <summary>Who did what? One record a call, whatever happened; it is awaited, so a call does not end before its record is taken.</summary>
internal sealed class AuditStage(AuditJournal journal)
{
    public ValueTask RunAsync(CallRecord record) => journal.WriteAsync(record);
}
