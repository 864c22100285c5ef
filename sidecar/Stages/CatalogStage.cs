using System.Net;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Answers which models and tool servers there are for this agent, from the snapshot alone and in the caller's dialect. Never asks a provider, whose list says what the account may use.
/// </summary>
internal static class CatalogStage
{
    /// <summary>Whether the call is answered here.</summary>
    public static bool Serves(Call call) => call.Operation is Operation.ListModels or Operation.GetModel or Operation.ListServers;

    /// <summary>The answer's body, or a refusal where no route names the model.</summary>
    /// <param name="permit">That the agent may ask.</param>
    /// <param name="snapshot">What there is.</param>
    /// <param name="api">Where the agent reaches this sidecar.</param>
    public static Step<byte[]> Run(Permit permit, Snapshot snapshot, IPEndPoint api) => permit.Call.Operation switch
    {
        Operation.ListServers => McpConfig.Write(snapshot, api),
        Operation.ListModels => List(permit.Call.Dialect, snapshot),
        _ => Get(permit, snapshot),
    };

    private static Step<byte[]> List(Dialect dialect, Snapshot snapshot) => ModelLists.Write(dialect, NamesOf(snapshot)
        .Distinct(StringComparer.Ordinal)
        .Where(name => snapshot.Rules.Decide(name).Allowed)
        .Order(StringComparer.Ordinal)
        .Select(name => (Name: name, Route: snapshot.Routes.Find(name)))
        .Where(model => model.Route is not null)
        .Select(model => (model.Name, model.Route!.Name)));

    private static Step<byte[]> Get(Permit permit, Snapshot snapshot)
    {
        if (RouteStage.Run(permit, snapshot).Stops(out var refusal, out var plan)) return refusal;
        return ModelLists.Write(permit.Call.Dialect, permit.Call.Model!, plan.Route.Name);
    }

    /// <summary>Prefixes name no model; an allow entry that is spelled in full, and falls under one, does.</summary>
    private static IEnumerable<string> NamesOf(Snapshot snapshot) => snapshot.Routes.Routes
        .SelectMany(route => route.Models)
        .Where(name => !name.EndsWith('*'))
        .Concat(snapshot.Rules.SpelledModels);
}
