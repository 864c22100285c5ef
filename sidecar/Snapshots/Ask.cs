using System.Collections.Immutable;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What a call asks of the policies. Made of untrusted words, all of them bounded.</summary>
internal readonly record struct Ask
{
    /// <summary>The model; null where the call names none.</summary>
    public string? Model { get; init; }

    /// <summary>Hosted tools that are asked for, in the provider's words; none by default.</summary>
    public ImmutableArray<string> HostedTools { get; init; }

    /// <summary>Endpoints whose stored things are used; none by default.</summary>
    public ImmutableArray<string> Kept { get; init; }

    /// <summary>The endpoint that is called; null where the call is of a model.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The path of that endpoint.</summary>
    public string? Path { get; init; }

    /// <summary>What is asked of a tool server, each judged by itself; none by default.</summary>
    public ImmutableArray<McpAsk> Mcp { get; init; }
}
