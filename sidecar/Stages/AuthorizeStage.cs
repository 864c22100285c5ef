using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// May the agent? A pure decision from the call and the snapshot. Where the policies open what a provider stores unasked, a request that does not say whether
/// to store is left as it is.
/// </summary>
internal static class AuthorizeStage
{
    public static Step<Permit> Run(Call call, Snapshot snapshot)
    {
        if (call.Request is { Edits.IsEmpty: false } request && snapshot.Rules.Opens(EndpointWords.Responses)) request.Edits = [];
        return Permit.From(call, snapshot.Decide(call.Ask));
    }
}
