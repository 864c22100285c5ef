using AiGateway.Contracts.Limits;
using AiGateway.Operator.Leases;

namespace AiGateway.Operator.Tests.Leases;

/// <summary>What a sidecar said, on its way for any time, to any leader, any number of times.</summary>
internal sealed record SimulatedWord(HolderId Id, long Sequence, SliceState State, long SaidAt);
