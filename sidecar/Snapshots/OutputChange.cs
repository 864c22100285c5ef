namespace AiGateway.Sidecar.Snapshots;

/// <summary>What a target's parameters make of one member by which a request asks for output.</summary>
/// <param name="Name">The member.</param>
/// <param name="Tokens">The bound that is set; 0 where none is.</param>
/// <param name="Choices">The answers that are asked for; 0 where that is not said.</param>
/// <param name="IsDefault">Whether it holds only for requests that do not have the member.</param>
internal sealed record OutputChange(OutputNames Name, long Tokens, long Choices, bool IsDefault);
