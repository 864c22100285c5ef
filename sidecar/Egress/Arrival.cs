namespace AiGateway.Sidecar.Egress;

/// <summary>Set on a connection that was judged before Kestrel has it: what it came to, and the bytes that were read to know.</summary>
/// <param name="Judged">What it came to.</param>
/// <param name="First">Read, and to be read again.</param>
/// <param name="Way">Its evidence, to be closed with it; null where each request has its own.</param>
internal sealed record Arrival(JudgedConnection Judged, ReadOnlyMemory<byte> First, EgressWay? Way);
