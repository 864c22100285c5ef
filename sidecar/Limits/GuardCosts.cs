using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>What models that judged for a call's guardrails cost. Limits in money do not count it yet: a judge's usage carries no price. Its tokens are counted by limits of tokens.</summary>
internal static class GuardCosts
{
    /// <summary>Nothing, until the usage of judges tells what it cost.</summary>
    public static Spent Of(CallRecord record, UnknownPrice unknown)
    {
        _ = (record, unknown);
        return default;
    }
}
