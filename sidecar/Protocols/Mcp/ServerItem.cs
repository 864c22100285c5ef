using System.Collections.Immutable;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>An item of a server's list.</summary>
/// <param name="Start">Where it begins in the message.</param>
/// <param name="End">The position behind it.</param>
/// <param name="Key">The name, URI or id that it goes by; null where it has none that is fit to be judged.</param>
/// <param name="Properties">Of a tool: the names of its input schema's top-level properties, bounded.</param>
internal readonly record struct ServerItem(long Start, long End, string? Key, ImmutableArray<string> Properties);
