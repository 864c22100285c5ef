using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>May the agent? A pure decision from the call and the snapshot.</summary>
internal static class AuthorizeStage
{
    public static Step<Permit> Run(Call call, Snapshot snapshot) =>
        Permit.From(call, call.Model is { } model ? snapshot.Rules.Decide(model) : snapshot.Rules.DecideAgent());
}
