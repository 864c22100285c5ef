namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>How a client told of a failure: its exception's class, the status in it, and the header if it shows headers.</summary>
internal sealed record DotnetError(string Name, int? Status, string Message, string? RetryAfter = null);
