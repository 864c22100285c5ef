namespace AiGateway.Contracts.Guardrails;

/// <summary>What is wrong with a check, before any text has passed.</summary>
/// <param name="Field">Below the check, as <c>on[1]</c> or <c>pii.mask</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public readonly record struct CheckProblem(string Field, string Message);
