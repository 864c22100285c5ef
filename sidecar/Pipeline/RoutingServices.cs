using System.Security.Cryptography;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Stages;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>What chooses targets and remembers their health, registered.</summary>
internal static class RoutingServices
{
    public static void AddRouting(this IServiceCollection services)
    {
        services.AddSingleton<TargetLedger>();
        services.AddSingleton(new Dice(new Random(RandomNumberGenerator.GetInt32(int.MaxValue))));
        services.AddSingleton<AttemptPlanners>();
        services.AddGauge("aigateway_target_open", "Targets whose circuit is open, or waits for a probe.", ledger => ledger.Open);
        services.AddGauge("aigateway_target_opened", "How often a target's circuit opened.", ledger => ledger.Opened);
        services.AddGauge("aigateway_retries", "Further tries of the same target.", ledger => ledger.Retries);
        services.AddGauge("aigateway_retries_refused", "Further tries that a target's retry budget did not allow.", ledger => ledger.RetriesRefused);
    }

    private static void AddGauge(this IServiceCollection services, string name, string help, Func<TargetLedger, double> read) => services.AddSingleton(all =>
    {
        var ledger = all.GetRequiredService<TargetLedger>();
        return new Gauge(name, help, () => read(ledger));
    });
}
