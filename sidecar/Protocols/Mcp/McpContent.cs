using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What a body says, before any header is held against it.</summary>
internal sealed class McpContent
{
    public required ImmutableArray<McpMessage> Messages { get; init; }

    public bool IsBatch { get; init; }

    /// <summary>The protocol version in <c>params._meta</c>, of any of the messages: that it is there makes the era. Null for none.</summary>
    public string? MetaVersion { get; init; }

    /// <summary>Whether <c>params._meta</c> says what the client can do.</summary>
    public bool HasMetaCapabilities { get; init; }

    /// <summary>Whether it says that the client knows the extension of tasks.</summary>
    public bool HasTasksExtension { get; init; }

    /// <summary>The protocol version that <c>initialize</c> asks for; null for none.</summary>
    public string? AskedVersion { get; init; }
}
