namespace AiGateway.Sidecar.Calls;

/// <summary>How a try failed: what decides whether another follows.</summary>
/// <param name="Status">The provider's status; 0 where none came.</param>
/// <param name="Kind">What kind of error it is, as far as its body told.</param>
/// <param name="RetryAfter">When the provider wants to be asked again; null where it did not say.</param>
internal readonly record struct AttemptFailure(int Status, ErrorKind Kind, TimeSpan? RetryAfter);
