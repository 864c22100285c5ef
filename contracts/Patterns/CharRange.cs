namespace AiGateway.Contracts.Patterns;

/// <summary>UTF-16 code units from one to another.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, which belongs to it.</param>
public readonly record struct CharRange(char First, char Last);
