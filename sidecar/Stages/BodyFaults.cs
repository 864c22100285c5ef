using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages;

/// <summary>What an agent is told of a body that could not be read.</summary>
internal static class BodyFaults
{
    public static Refusal RefusalOf(BodyFault fault) => fault switch
    {
        BodyFault.TooLarge => new(RefusalReason.BodyTooLarge, "The body is larger than this gateway reads."),
        BodyFault.BudgetSpent => new(RefusalReason.BytesExhausted, "The bodies of the calls under way fill this gateway's memory."),
        BodyFault.TooSlow => new(RefusalReason.BodyTooSlow, "The body did not arrive in time."),
        _ => new(RefusalReason.BodyBroken, "The body ended early, or its framing is broken."),
    };
}
