using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Stages;

/// <summary>What was used? Settles totals and meters from the record, whatever happened to the call.</summary>
internal sealed class AccountStage(CallTotals totals, CallMeters meters, McpMeters tools, GuardMeters guards)
{
    public void Run(CallRecord record)
    {
        record.Cost = CallCosts.Of(record);
        totals.Add(record);
        meters.Add(record);
        tools.Add(record);
        guards.Add(record);
    }
}
