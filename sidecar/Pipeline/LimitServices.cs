using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>What counts what agents use, registered.</summary>
internal static class LimitServices
{
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddSingleton(all => new LimitLedger(all.GetRequiredService<TimeProvider>(), all.GetService<KeptCounts>()));
        services.AddSingleton(all => new SliceWords(all.GetRequiredService<LimitLedger>(), all.GetRequiredService<SnapshotHolder>(), all.GetRequiredService<ProcessEpoch>(), all.GetRequiredService<Nudge>(),
            () => all.GetService<SnapshotKeeper>()?.Facts.Connected == true));
        services.AddSingleton<IUpWord>(all => all.GetRequiredService<SliceWords>());
        services.AddSingleton<IDownWord>(all => all.GetRequiredService<SliceWords>());
        services.AddSingleton<LimitSweep>();
        services.AddSingleton<BreachWords>();
        services.AddSingleton<IUpWord>(all => all.GetRequiredService<BreachWords>());
        services.AddSingleton(all =>
        {
            var ledger = all.GetRequiredService<LimitLedger>();
            return new Counters("aigateway_limit_reached_total", "Calls that a limit refused or cut, or would have where it audits.", () => LimitSamples.Reached(ledger));
        });
        services.AddSingleton(all =>
        {
            var ledger = all.GetRequiredService<LimitLedger>();
            return new Counters("aigateway_limit_used_total", "What calls have used of a limit, in its unit; money in nanos of a US dollar.", () => LimitSamples.Used(ledger));
        });
    }
}
