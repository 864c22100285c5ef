using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status;

/// <summary>One turn of the loop: what was read, and what it means.</summary>
internal sealed record Turn(Inventory Inventory, Compilation Compilation);
