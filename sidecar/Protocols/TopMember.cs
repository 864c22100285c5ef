namespace AiGateway.Sidecar.Protocols;

/// <summary>One member of a body's root: its name in clear, and where name, value and end stand in the bytes.</summary>
internal readonly record struct TopMember(string Name, long Start, long ValueStart, long End);
