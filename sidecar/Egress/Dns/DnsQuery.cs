namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>One question of the agent, as much of it as goes on: what it wrote beside these members ends here.</summary>
internal sealed record DnsQuery
{
    /// <summary>The agent's own; another one goes upstream.</summary>
    public required ushort Id { get; init; }

    /// <summary>The flags that mean something in a query: RD, AD and CD, where they stand in the header (RFC 4035, section 3.2).</summary>
    public required ushort Flags { get; init; }

    /// <summary>Name, type and class, as the agent wrote them: the answer repeats the letters' case.</summary>
    public required ReadOnlyMemory<byte> Question { get; init; }

    /// <summary>The name in lower case, at most 253 characters, without a final dot; empty for the root.</summary>
    public required string Name { get; init; }

    /// <summary>The type that is asked for.</summary>
    public required ushort Type { get; init; }

    /// <summary>The class that is asked for; 1 is the Internet's.</summary>
    public required ushort Class { get; init; }

    /// <summary>The longest answer that the agent takes over UDP, in bytes; null where it said none (RFC 6891).</summary>
    public ushort? Room { get; init; }

    /// <summary>Whether it wants signatures (DO, RFC 3225). False where it said no room.</summary>
    public bool WantsSignatures { get; init; }
}
