using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What the path said of a request before its body is read.</summary>
/// <param name="Format">The shape of the body.</param>
/// <param name="Model">The model that the path names; null where the body must.</param>
/// <param name="Stream">Whether the path asks for a stream.</param>
internal readonly record struct RequestShape(WireFormat Format, string? Model = null, bool Stream = false)
{
    /// <summary>Whether a stream tells its usage only where <c>stream_options.include_usage</c> asks for it.</summary>
    public bool HasStreamOptions => Format is WireFormat.OpenAiChat or WireFormat.OpenAiCompletions;

    /// <summary>The shape of a request that was read, to read it anew.</summary>
    public static RequestShape Of(Call call) =>
        new(call.Format, call.Request is { ModelStart: >= 0, BodyNamesAnother: false } ? null : call.Model, call.Request!.Stream);
}
