using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Registry;

/// <summary>What the last turn of the operator found.</summary>
internal sealed record RegistryTurn(Inventory Inventory, Compilation Compilation);
