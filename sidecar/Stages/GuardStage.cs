using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Is what would be sent fit to be sent? Runs its checks in their order; the first refusal ends the call, and so do rules that deny it meanwhile: nobody is waited for any more then. Which checks there are is a matter of the wiring.
/// </summary>
/// <param name="checks">The checks.</param>
/// <param name="last">Asked behind them, of a human: hears of newer rules and of the process's end by itself, since its answer says what became of the question. The agent's hanging up alone stops it. Null for none.</param>
internal sealed class GuardStage(ImmutableArray<InputCheck> checks, InputCheck? last = null)
{
    /// <summary>The call as the checks leave it.</summary>
    /// <exception cref="OperationCanceledException">The agent has hung up.</exception>
    public async ValueTask<Step<AdmittedCall>> RunAsync(AdmittedCall admission, CancellationToken agentGone)
    {
        try
        {
            foreach (var check in checks)
            {
                if (await check(admission.Plan, admission.Handle.Token) is { } refusal) return refusal;
            }
        }
        catch (OperationCanceledException) when (admission.Denied is not null)
        {
            // Said below, as where nobody was waited for.
        }

        if (admission.Denied is { } denied) return denied;
        if (last is not null && await last(admission.Plan, agentGone) is { } unasked) return unasked;
        return admission;
    }
}
