namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>Which of a stream's texts a piece belongs to: what has the same key is joined by who reads the stream.</summary>
/// <param name="Choice">Which answer.</param>
/// <param name="Part">Which part of it: a tool call, a block, an output item.</param>
/// <param name="Name">What of it, as the dialect calls it.</param>
internal readonly record struct ChannelKey(int Choice, int Part, string Name);
