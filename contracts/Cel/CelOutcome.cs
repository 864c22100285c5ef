using System.Runtime.InteropServices;

namespace AiGateway.Contracts.Cel;

/// <summary>Whether a condition holds. Where it has no value it does not hold, and the fault says why.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CelOutcome(bool Holds, CelFault Fault);
