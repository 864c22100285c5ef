using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Encodings;

/// <summary>A part of a token that may be written in an encoding.</summary>
internal readonly record struct EncodedRun(int Start, int End, EncodedForm Form);
