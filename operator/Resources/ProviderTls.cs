namespace AiGateway.Operator.Resources;

/// <summary>How the provider's certificate is checked.</summary>
public sealed record ProviderTls
{
    /// <summary>PEM certificates to trust instead of the system's roots; at most 64 KiB.</summary>
    public string? CaBundle { get; init; }

    /// <summary>The name to ask for and to check, where it is not the URL's host.</summary>
    public string? ServerName { get; init; }
}
