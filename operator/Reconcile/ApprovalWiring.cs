using AiGateway.Operator.Approvals;

namespace AiGateway.Operator.Reconcile;

/// <summary>What approvals need of the other rooms, in a cluster and over a folder.</summary>
internal static class ApprovalWiring
{
    public static void Add(IServiceCollection services, Func<IServiceProvider, IApprovalSink> sink)
    {
        services.AddSingleton(sink);
        services.AddSingleton(all => new ApprovalKeeperOptions
        {
            Latest = () => all.GetRequiredService<CompileLoop>().Latest is { } turn ? (turn.Inventory, turn.Compilation) : null,
            Turned = () => all.GetRequiredService<CompileLoop>().Turned,
            Leads = () => all.GetRequiredService<LeaderSeat>().Leads,
            Figures = all.GetRequiredService<FleetFigures>().Approvals,
        });
        services.AddHostedService<ApprovalKeeper>();
    }
}
