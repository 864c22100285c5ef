using AiGateway.Operator.Compile.Agents;

namespace AiGateway.Operator.Compile;

/// <summary>What the policies and Budgets that select a pod make of it; one object for all pods that they select alike.</summary>
/// <param name="Rules">Its rules.</param>
/// <param name="Wanted">How it is to be held.</param>
internal sealed record SelectedRules(CompiledRules Rules, WantedLevel Wanted);
