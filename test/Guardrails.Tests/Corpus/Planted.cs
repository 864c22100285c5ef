namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>What stands in a case and should be found.</summary>
/// <param name="Start">In UTF-16 code units from the text's start.</param>
/// <param name="End">Behind its last.</param>
/// <param name="Label">What it should be found as.</param>
internal readonly record struct Planted(int Start, int End, string Label);
