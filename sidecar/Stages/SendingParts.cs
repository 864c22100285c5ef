using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages;

/// <summary>What sending asks beside the way of the call.</summary>
/// <param name="Called">The checks that ask somebody else.</param>
/// <param name="Limits">What a call is expected to use.</param>
internal sealed record SendingParts(CalledChecks Called, LimitLedger Limits);
