using System.Buffers;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>The texts of whole bodies, in their order. What no dialect has a place for counts as input, or as output, so that nothing passes unread for being new.</summary>
internal static class BodyTexts
{
    /// <summary>The texts of a request that was read.</summary>
    public static List<TextAt> OfRequest(WireFormat format, in ReadOnlySequence<byte> body) => throw new NotImplementedException($"{format} {body.Length}");

    /// <summary>The texts of a whole answer.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    public static List<TextAt> OfAnswer(WireFormat format, in ReadOnlySequence<byte> body) => throw new NotImplementedException($"{format} {body.Length}");
}
