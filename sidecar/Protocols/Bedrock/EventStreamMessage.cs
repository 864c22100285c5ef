using System.Buffers;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>One message of an AWS event stream. The payload lies in the bytes that it was read from and lives no longer than they do.</summary>
/// <param name="Name">The event's type, the exception's, or an error's code.</param>
/// <param name="IsException">Whether the provider reports a failure: a modelled exception, or an error that has no payload.</param>
/// <param name="Payload">JSON for all that Bedrock sends; empty for an error.</param>
internal readonly record struct EventStreamMessage(string Name, bool IsException, ReadOnlySequence<byte> Payload);
