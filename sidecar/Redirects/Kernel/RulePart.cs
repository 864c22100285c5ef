namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>A part of a rule set that the kernel takes or refuses by itself.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Module">The kernel modules that it needs, by name.</param>
internal sealed record RulePart(string Name, string Module);
