using AiGateway.Operator.Compile;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Reconcile;

/// <summary>What the registry needs of the other rooms, and what they have of it.</summary>
internal static class RegistryWiring
{
    public static void Add(IServiceCollection services, OperatorOptions options)
    {
        services.AddSingleton(all => all.GetRequiredService<FleetFigures>().Registry).AddSingleton<Hearsay>();
        services.AddSingleton(all => new RegistryOptions
        {
            Latest = () => Now(all) is { } now ? new(now.Inventory, now.Compilation) : null,
            Leads = () => all.GetRequiredService<LeaderSeat>().Leads,
            ShadowAgents = options.ShadowAgents,
        });
    }

    /// <summary>The inventory of the last turn with Agents as they are now, those that are beside the inventory too. Null before the first.</summary>
    public static Inventory? WithAgents(IServiceProvider all) =>
        Now(all) is { } now ? now.Inventory with { Agents = [.. now.Inventory.Agents, .. all.GetService<IAgentSink>()?.Made ?? []] } : null;

    /// <summary>An Agent that comes, goes or has a status written makes no turn: the last turn's inventory may have older ones.</summary>
    private static (Inventory Inventory, Compilation Compilation)? Now(IServiceProvider all) => all.GetRequiredService<CompileLoop>().Latest is { } turn
        ? (turn.Inventory with { Agents = all.GetRequiredService<IInventorySource>().Take().Agents }, turn.Compilation)
        : null;
}
