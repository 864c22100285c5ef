using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status;

/// <summary>One resource and what its status is to be.</summary>
internal sealed record ResourceStatus(SourceRef Resource, CommonStatus Status);
