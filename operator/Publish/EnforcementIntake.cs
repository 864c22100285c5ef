using AiGateway.Contracts;
using AiGateway.Operator.Publish.Intakes;

namespace AiGateway.Operator.Publish;

/// <summary>What a sidecar says of how far its agent is held, made fit to be kept: a level that there is, and a reason of one line that a status has room for.</summary>
internal static class EnforcementIntake
{
    /// <summary>The longest reason, in characters; a longer one is cut.</summary>
    public const int MaxReason = 512;

    public static Enforcement Take(Enforcement said) => new()
    {
        Level = said.Level is EnforcementLevel.Redirected ? EnforcementLevel.Redirected : EnforcementLevel.Cooperative,
        Reason = said.Reason is { Length: > 0 } reason ? IntakeText.Line(reason, MaxReason) : null,
    };
}
