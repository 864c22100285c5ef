using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>A text for checks that ask somebody else: whole, and masked already where something masks. JSON (arguments, schemas) is one text, as it is written.</summary>
internal readonly record struct JudgedText(GuardPlace Place, string Text);
