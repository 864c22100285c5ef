using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The guards of one exchange with a tool server.</summary>
/// <param name="Session">Its checks, and what they found.</param>
/// <param name="DeniesAsError">Whether a tool's result that is denied becomes an error in place of a result that the model reads.</param>
internal sealed record GateGuard(GuardSession Session, bool DeniesAsError);
