using System.Collections.Immutable;

namespace AiGateway.Sidecar.Calls;

/// <summary>What the audit may know of the arguments of one tool call. Lives as long as its record.</summary>
internal sealed record McpArguments
{
    /// <summary>Bytes as they came.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of their canonical JSON (RFC 8785), in hexadecimal; null where they have none.</summary>
    public string? Hash { get; init; }

    /// <summary>Their members, without values.</summary>
    public ImmutableArray<McpArgument> Shape { get; init; } = [];

    /// <summary>Members beyond those.</summary>
    public int More { get; init; }

    /// <summary>Their JSON, where the rule that allowed the call asks for it; null where it does not, or they are too long or cannot be written.</summary>
    public byte[]? Values { get; init; }

    /// <summary>Whether values were asked for and are not here.</summary>
    public bool ValuesLeftOut { get; init; }
}
