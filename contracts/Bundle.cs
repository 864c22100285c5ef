using System.Collections.Immutable;
using System.Text.Json;

namespace AiGateway.Contracts;

/// <summary>
/// Everything that one agent may do, and what is needed to do it. The head is small and made for each pod; <see cref="Rules"/> is
/// raw JSON (a <see cref="BundleRules"/>), serialised once for all pods that share it.
/// </summary>
public sealed record Bundle
{
    /// <summary>The wire's number; a sidecar refuses a number above its own and keeps what it has.</summary>
    public required int Protocol { get; init; }

    /// <summary>SHA-256 over the bytes of <see cref="Rules"/>, in lower-case hexadecimal.</summary>
    public required string Revision { get; init; }

    /// <summary>The agent that the bundle is for.</summary>
    public required AgentIdentity Agent { get; init; }

    /// <summary>How far the sending replica has read.</summary>
    public required ImmutableArray<SourcePosition> Positions { get; init; }

    /// <summary>The rules; read by <see cref="BundleJson.ReadRules"/> after the number was checked.</summary>
    public required JsonElement Rules { get; init; }
}
