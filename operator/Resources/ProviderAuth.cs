namespace AiGateway.Operator.Resources;

/// <summary>The way to authenticate; exactly one is set.</summary>
public sealed record ProviderAuth
{
    /// <summary>A key from a Secret.</summary>
    public ApiKeyAuth? ApiKey { get; init; }
}
