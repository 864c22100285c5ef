using System.Collections.Immutable;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>The one table of what does not pass and why. What is not in it must pass; what is in it and met nowhere is stale.</summary>
internal static class ToolExplanations
{
    public static readonly ImmutableArray<ToolExplanation> All =
    [
        new("*", "*", "ping", "n/a: 2026-07-28 has no ping", "n/a: 2026-07-28 has no ping"),
        new("*", "*", "session ended", "n/a:", "n/a: neither 2026-07-28 nor the transport with two URLs has a session that a client ends"),
        new("*", "*", "stream cut, resumed by Last-Event-ID", "n/a:", "n/a: neither 2026-07-28 nor the transport with two URLs resumes a stream"),
        new("*", "*", "stream ended by the server, resumed", "n/a:", "n/a: neither 2026-07-28 nor the transport with two URLs resumes a stream; server-everything never ends one"),
        new("dotnet", "fixture", "logging", "n/a:", "n/a: the .NET client takes the level of the log, which 2026-07-28 wants in each request, out of what it sends"),
        new("dotnet, 2025-11-25; dotnet", "fixture; fixture, SSE", "cancellation", "did not see", "the .NET client stops waiting and sends no notifications/cancelled, which is what cancels in the older revisions"),
    ];
}
