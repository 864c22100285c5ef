namespace AiGateway.Operator.Resources;

/// <summary>One account that can answer, and the model to ask it for.</summary>
public sealed record ModelTarget
{
    /// <summary>The name of a ProviderCredential in this namespace.</summary>
    public required string Credential { get; init; }

    /// <summary>The provider's own name of the model. Defaults to the name that the agent asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Lower is tried first; the next one is tried when a target cannot be reached or answers 429 or 5xx, before the first byte has left.</summary>
    public int Priority { get; init; }
}
