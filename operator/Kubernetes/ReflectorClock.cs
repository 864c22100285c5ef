namespace AiGateway.Operator.Kubernetes;

/// <summary>Time and chance of a reflector, so that a test holds both.</summary>
internal sealed record ReflectorClock(TimeProvider Time, Jitter Jitter);
