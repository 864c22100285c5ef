namespace AiGateway.Load;

/// <summary>One number to reach: what it is, what was measured, whether that does.</summary>
internal sealed record Bar(string What, string Goal, string Measured, bool? Reached);
