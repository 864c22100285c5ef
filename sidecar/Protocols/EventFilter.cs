using System.Buffers;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Looks at one whole event of a stream before the agent sees it. It edits by setting <paramref name="bytes"/>, which come from the filter before it and
/// are valid during the call alone.
/// </summary>
internal delegate FilterVerdict EventFilter(ref ReadOnlySequence<byte> bytes);
