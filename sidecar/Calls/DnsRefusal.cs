using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>Names that the agent may not resolve, told as one: a tunnel asks for thousands. Names are bounded by DNS itself, and escaped where they are written.</summary>
/// <param name="At">When the last of them was refused.</param>
/// <param name="Snapshot">What they were judged by.</param>
/// <param name="Suffix">What they end in: two labels; empty for those that found no place of their own.</param>
/// <param name="Example">The last of them, in lower case.</param>
/// <param name="Type">The type that it asked for, as in metrics.</param>
/// <param name="Count">How many since this was last told.</param>
internal sealed record DnsRefusal(DateTimeOffset At, Snapshot Snapshot, string Suffix, string Example, string Type, long Count);
