using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Stages;

/// <summary>What was used? Settles limits, totals and meters from the record, whatever happened to the call.</summary>
internal sealed class AccountStage(CallTotals totals, CallMeters meters, McpMeters tools, GuardMeters guards, LimitLedger limits)
{
    public void Run(CallRecord record, IHeaderDictionary headers)
    {
        record.Cost = CallCosts.Of(record);
        limits.Settle(record, headers);
        totals.Add(record);
        meters.Add(record);
        tools.Add(record);
        guards.Add(record);
    }
}
