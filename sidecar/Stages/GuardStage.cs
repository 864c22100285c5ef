using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages;

/// <summary>Is what would be sent fit to be sent? Runs its checks in their order; the first refusal ends the call. Which checks there are is a matter of the wiring.</summary>
internal sealed class GuardStage(ImmutableArray<InputCheck> checks)
{
    public async ValueTask<Step<Plan>> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        foreach (var check in checks)
        {
            if (await check(plan, cancellationToken) is { } refusal) return refusal;
        }

        return plan;
    }
}
