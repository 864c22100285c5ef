using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>One try at one target: the status that came back, or a word for what went wrong (0 and null until either is known).</summary>
internal readonly record struct Attempt(Target Target, int Status, string? Error);
