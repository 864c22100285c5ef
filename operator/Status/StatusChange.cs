using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status;

/// <summary>A status that was written, and what it was before; null where there was none.</summary>
internal sealed record StatusChange(SourceRef Resource, CommonStatus? Before, CommonStatus After);
