using System.Text.Json.Serialization;
using AiGateway.Fakes.Mcp;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>One client at one server: what node/mcp/play.mjs and <see cref="DotnetToolPlayer"/> are told.</summary>
internal sealed record ToolLeg(string Client, string Name, string Server)
{
    /// <summary>http, or sse for the transport with two URLs.</summary>
    public string Transport { get; init; } = "http";

    /// <summary>The era that they must find: modern or legacy.</summary>
    public string Era { get; init; } = "legacy";

    /// <summary>The revision that the .NET client is held to; null lets it find out.</summary>
    public string? Revision { get; init; }

    /// <summary>The same for the newer TypeScript client, in its own words.</summary>
    public string? Mode { get; init; }

    /// <summary>The name of the McpServer.</summary>
    public required string Resource { get; init; }

    public string Direct { get; init; } = "";

    public string Through { get; init; } = "";

    /// <summary>Where the fixture takes a test's words.</summary>
    public string Admin { get; init; } = "";

    [JsonIgnore]
    public FakeMcpServer? Fake { get; init; }
}
