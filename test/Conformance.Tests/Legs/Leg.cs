namespace AiGateway.Conformance.Tests.Legs;

/// <summary>A revision of the protocol, and how the server answers: each request with one document, or each with a stream of events.</summary>
public sealed record Leg(string Revision, bool Streams)
{
    internal static readonly Leg[] All =
    [
        new("2025-06-18", false), new("2025-06-18", true),
        new("2025-11-25", false), new("2025-11-25", true),
        new("2026-07-28", false), new("2026-07-28", true),
    ];

    /// <summary>The name of the McpServer that stands for it.</summary>
    internal string Server => $"{(Streams ? "streams" : "documents")}-{Revision}";

    /// <inheritdoc />
    public override string ToString() => $"{Revision}, {(Streams ? "streams" : "documents")}";
}
