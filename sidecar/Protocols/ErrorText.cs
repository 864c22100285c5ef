using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>An error as the agent is to read it, before it is put into a dialect's words.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A machine-readable word.</param>
/// <param name="Message">A sentence.</param>
internal readonly record struct ErrorText(ErrorKind Kind, int Status, string Code, string Message)
{
    /// <summary>The request's member at fault.</summary>
    public string? Param { get; init; }
}
