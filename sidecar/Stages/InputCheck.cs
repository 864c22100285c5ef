using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages;

/// <summary>Looks at what would be sent; null lets it pass.</summary>
internal delegate ValueTask<Refusal?> InputCheck(Plan plan, CancellationToken cancellationToken);
