namespace AiGateway.Sidecar.Bodies;

/// <summary>A stretch of a body's bytes; of length zero where what it stands for is not there.</summary>
internal readonly record struct BodySpan(long Start, long Length);
