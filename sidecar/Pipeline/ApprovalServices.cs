using AiGateway.Sidecar.Ledgers.Approvals;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Approvals;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>What asks humans whether tools may be called, registered.</summary>
internal static class ApprovalServices
{
    public static void AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<ApprovalLedger>();
        services.AddSingleton<ApprovalWords>();
        services.AddSingleton<IUpWord>(all => all.GetRequiredService<ApprovalWords>());
        services.AddSingleton<IDownWord>(all => all.GetRequiredService<ApprovalWords>());
        services.AddSingleton<ApprovalPreview>();
        services.AddSingleton<ApprovalQuestions>();
        services.AddSingleton<ApprovalGate>();
        services.AddGauge("aigateway_approvals_open", "Questions whether a human approves a call of a tool that are undecided, or approved and not used.", ledger => ledger.Open);
        services.AddGauge("aigateway_approvals_asked", "Such questions that were asked.", ledger => ledger.Counts.Asked);
        services.AddGauge("aigateway_approvals_used", "Calls that were let through by a human's word.", ledger => ledger.Counts.Used);
        services.AddGauge("aigateway_approvals_denied", "Questions that a human answered with no.", ledger => ledger.Counts.Denied);
        services.AddGauge("aigateway_approvals_expired", "Questions that nobody answered in time, or whose call was not made in time.", ledger => ledger.Counts.Expired);
        services.AddGauge("aigateway_approvals_dropped", "Questions that newer rules made void.", ledger => ledger.Counts.Dropped);
        services.AddGauge("aigateway_approvals_full", "Calls that were refused because as many questions were open as may be.", ledger => ledger.Counts.Full);
    }

    private static void AddGauge(this IServiceCollection services, string name, string help, Func<ApprovalLedger, double> read) => services.AddSingleton(all =>
    {
        var ledger = all.GetRequiredService<ApprovalLedger>();
        return new Gauge(name, help, () => read(ledger));
    });
}
