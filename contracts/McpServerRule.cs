using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>A tool server: where it is, how it is authenticated at, and which of its definitions are approved.</summary>
public sealed record McpServerRule
{
    /// <summary>The McpServer's name: the agent calls it at <c>/mcp/{name}</c>, and policies name it so.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Its address and its credential, as those of a provider: <see cref="ProviderRef.Provider"/> is the McpServer as <c>namespace/name</c>,
    /// <see cref="ProviderRef.Kind"/> and <see cref="ProviderRef.Dialect"/> are <see cref="Dialects.Mcp"/>, <see cref="ProviderRef.BaseUrl"/> is the endpoint itself.
    /// </summary>
    public required ProviderRef Account { get; init; }

    /// <summary>Further headers that each request carries; null for none.</summary>
    public ImmutableArray<McpHeaderRule>? Headers { get; init; }

    /// <summary>Null for <see cref="McpTransport.Auto"/>.</summary>
    public McpTransport? Transport { get; init; }

    /// <summary>Null for <see cref="PinningMode.Off"/>.</summary>
    public PinningMode? Pinning { get; init; }

    /// <summary>The approved definitions, each in the form of <see cref="ToolPin"/>; null for none.</summary>
    public ImmutableArray<string>? ApprovedTools { get; init; }
}
