using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>The newest word of a type that a sidecar said: bounded, but its names are untrusted.</summary>
/// <param name="PodUid">The pod, by its token.</param>
/// <param name="Namespace">Its namespace, by its token.</param>
/// <param name="Pod">Its name, by its token.</param>
/// <param name="Epoch">The process, by the hello of the stream; the word names the same.</param>
/// <param name="Word">The line: its type is one of <see cref="Words.Up"/>, and that member of it is set.</param>
internal sealed record Heard(string PodUid, string Namespace, string Pod, string Epoch, Envelope Word);
