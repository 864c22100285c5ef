using System.Collections.Immutable;

namespace AiGateway.Fakes.Mcp.Seen;

/// <summary>One HTTP request as it arrived, and how it ended.</summary>
public sealed class SeenRequest
{
    /// <summary>The HTTP method.</summary>
    public required string HttpMethod { get; init; }

    /// <summary>Path and query.</summary>
    public required string Path { get; init; }

    /// <summary>The headers, Authorization too; several of one name are joined by a comma.</summary>
    public required ImmutableDictionary<string, string> Headers { get; init; }

    /// <summary>The body's bytes.</summary>
    public byte[] Body { get; internal set; } = [];

    /// <summary>The message's method; null for what has none.</summary>
    public string? Method { get; internal set; }

    /// <summary>The tool, prompt, resource or task that it is about.</summary>
    public string? Subject { get; internal set; }

    /// <summary>The status that was answered; 0 before, and where none was.</summary>
    public int Status { get; internal set; }

    /// <summary>Whether the caller went away before the answer was complete.</summary>
    public bool Cancelled { get; internal set; }

    /// <summary>Whether it is over, in whatever way.</summary>
    public bool Ended { get; internal set; }
}
