namespace AiGateway.Sidecar.Protocols;

/// <summary>One member that a dialect has: its name, what it is for the gateway, and the word for it where a policy must name it.</summary>
internal sealed record RequestMember(byte[] Name, RequestField Field, string? Word = null);
