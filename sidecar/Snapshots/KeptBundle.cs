using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What a sidecar that restarts finds of the process before it.</summary>
internal sealed record KeptBundle(Bundle Bundle, DateTimeOffset LastContact);
